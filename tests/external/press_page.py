#!/usr/bin/python3
"""Uses a page as a reader does, with a real pointer and real keys in Chromium, and prints as JSON what happened.

usage: press_page.py PAGE.html MARK

MARK is the id of a mark on the map. The page runs as it is, its content security policy included; every request that leaves
it is written down."""
import json, os, subprocess, sys, tempfile

page, mark = os.path.abspath(sys.argv[1]), sys.argv[2]
ours, theirs = os.pipe(), os.pipe()  # what we write, what Chromium writes


def wire():
    """Chromium reads from 3 and writes to 4."""
    reading, writing = os.dup(ours[0]), os.dup(theirs[1])
    os.dup2(reading, 3)
    os.dup2(writing, 4)


profile = tempfile.TemporaryDirectory()
browser = subprocess.Popen(
    ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
     "--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe",
     f"--user-data-dir={profile.name}", "about:blank"],
    preexec_fn=wire, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
os.close(ours[0])
os.close(theirs[1])
buffer, count, events = b"", 0, []


def receive():
    global buffer
    while b"\0" not in buffer:
        more = os.read(theirs[0], 65536)
        assert more, "Chromium has gone"
        buffer += more
    one, buffer = buffer.split(b"\0", 1)
    return json.loads(one)


def call(method, session=None, **parameters):
    """One command and its answer; what happens meanwhile is kept."""
    global count
    count += 1
    message = {"id": count, "method": method, "params": parameters}
    if session:
        message["sessionId"] = session
    os.write(ours[1], json.dumps(message).encode() + b"\0")
    while True:
        answer = receive()
        if answer.get("id") == count:
            assert "error" not in answer, (method, answer["error"])
            return answer["result"]
        events.append(answer)


target = call("Target.createTarget", url="about:blank")["targetId"]
tab = call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
for part in ("Page", "Runtime", "Network"):
    call(f"{part}.enable", tab)


def ask(expression):
    answer = call("Runtime.evaluate", tab, expression=expression, returnByValue=True)
    assert "exceptionDetails" not in answer, (expression, answer["exceptionDetails"])
    return answer["result"].get("value")


def open_page(width, height):
    call("Emulation.setDeviceMetricsOverride", tab, width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
    events.clear()
    call("Page.navigate", tab, url=f"file://{page}")
    while not any(e.get("method") == "Page.loadEventFired" for e in events):
        events.append(receive())


def settle():
    """Until the browser has drawn, so that what the pointer meets is up to date."""
    call("Runtime.evaluate", tab, expression="new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))",
         awaitPromise=True)


def point(expression):
    """Moves the pointer onto an element, or to the corner for None."""
    x, y = 1, 1
    if expression:
        x, y = ask(f"(() => {{ const e = {expression}; e.scrollIntoView({{block: 'center', behavior: 'instant'}});"
                   "const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2]; })()")
    settle()
    call("Input.dispatchMouseEvent", tab, type="mouseMoved", x=x, y=y)
    settle()


def press(key, code):
    for kind in ("rawKeyDown", "char", "keyUp"):
        if kind != "char" or key == "Enter":
            call("Input.dispatchKeyEvent", tab, type=kind, key=key, code=key, windowsVirtualKeyCode=code,
                 nativeVirtualKeyCode=code, text="\r" if key == "Enter" else "")
    settle()


MARK = f"document.getElementById({json.dumps(mark)})"
WORD = f"document.querySelector('a.said[data-marks~=\"{mark}\"]')"
WORDS = f"[...document.querySelectorAll('a.said[data-marks~=\"{mark}\"]')]"
LIT, WORDS_LIT = f"{MARK}.classList.contains('lit')", f"{WORDS}.every(w => w.classList.contains('lit'))"
SHAPE = f"({MARK}.querySelector('circle, path, use') || {MARK})"
seen = {}
for name, width, height in (("wide", 1400, 900), ("narrow", 360, 740)):
    open_page(width, height)
    seen[f"{name}: words"] = ask(f"{WORDS}.length") > 0
    point(None)
    seen[f"{name}: dark at first"] = not ask(LIT)
    point(WORD)
    seen[f"{name}: words under the pointer light the mark"] = ask(LIT)
    point(None)
    seen[f"{name}: dark again"] = not ask(LIT)
    point(SHAPE)
    seen[f"{name}: the mark under the pointer lights its words"] = ask(WORDS_LIT)
    point(None)
    reached = {"word": False, "mark": False}
    for _ in range(600):
        press("Tab", 9)
        where = ask(f"document.activeElement === document.body ? 'out' : {WORDS}.includes(document.activeElement) ? 'word'"
                    f" : document.activeElement === {MARK} ? 'mark' : 'other'")
        if where == "out" or all(reached.values()):
            break
        if where == "word" and not reached["word"]:
            reached["word"] = ask(LIT)
        if where == "mark" and not reached["mark"]:
            reached["mark"] = ask(WORDS_LIT)
            press("Enter", 13)
            seen[f"{name}: Enter goes to the words"] = ask(f"{WORDS}.includes(document.activeElement)")
            ask(f"{MARK}.focus()")
    seen[f"{name}: Tab reaches the words and lights the mark"] = reached["word"]
    seen[f"{name}: Tab reaches the mark and lights the words"] = reached["mark"]
    seen[f"{name}: no sideways scrolling"] = ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    sent = [e["params"]["request"]["url"] for e in events if e.get("method") == "Network.requestWillBeSent"]
    seen[f"{name}: asks for nothing"] = all(u.startswith(("file://" + page, "data:")) for u in sent)
    seen[f"{name}: no dialog, no error"] = not any(
        e.get("method") in ("Page.javascriptDialogOpening", "Runtime.exceptionThrown") for e in events)
# Without scripts a link still leads to its mark.
call("Emulation.setScriptExecutionDisabled", tab, value=True)
open_page(1400, 900)
seen["no scripts: the words are there"] = ask(f"!document.body.classList.contains('live') && {WORDS}.length > 0 && {WORD}.getClientRects().length > 0")
seen["no scripts: the link leads to the map"] = ask(f"document.querySelector({WORD}.getAttribute('href')).closest('svg') !== null")
print(json.dumps(seen), flush=True)
browser.kill()
browser.wait()

//! index.html: a page that plays the frames, offline and without scripts from elsewhere.
//!
//! Without scripts it is a list of the frames with their words. With them one frame shows at a time; arrow keys, Home, End
//! and the space bar move and play; a live region tells the day to a screen reader.

use crate::markup::push_escaped;

/// What the page shows.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Title.
    pub title: String,
    /// Language tag.
    pub lang: String,
    /// Milliseconds for a frame.
    pub pace: u32,
    /// Width and height of a frame, pixels.
    pub size: (u32, u32),
    /// Picture, caption, alternative text of each frame.
    pub frames: Vec<(String, String, String)>,
}

const STYLE: &str = "
body{margin:0;background:#f4f2ee;color:#1b1b1b;font:16px/1.45 system-ui,sans-serif}
main{max-width:75rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem;margin:.2rem 0 .8rem}
figure{margin:0 0 1.5rem}
img{display:block;width:100%;height:auto;border:1px solid #c9c4ba}
figcaption{padding:.4rem 0}
.controls{display:none;gap:.6rem;align-items:center;margin:0 0 .8rem}
.playing .controls{display:flex}
.playing figure{display:none}
.playing figure.now{display:block}
button{font:inherit;min-width:2.8rem;min-height:2.8rem;padding:.2rem .8rem;background:#fff;border:1px solid #6b665c;border-radius:4px}
button:focus-visible,input:focus-visible{outline:3px solid #0b5c4f;outline-offset:2px}
input{flex:1;min-width:6rem}
output{min-width:7rem;font-variant-numeric:tabular-nums}
";

const SCRIPT: &str = "
(function(){
var f=[].slice.call(document.querySelectorAll('figure')),s=document.getElementById('day'),p=document.getElementById('play'),
o=document.getElementById('said'),now=0,timer=null,pace=+document.body.dataset.pace;
function show(i){now=Math.max(0,Math.min(f.length-1,i));f.forEach(function(e,k){e.classList.toggle('now',k===now)});
s.value=now;var c=f[now].querySelector('figcaption').textContent;o.textContent=c;s.setAttribute('aria-valuetext',c);}
function stop(){clearInterval(timer);timer=null;p.textContent='Play';p.setAttribute('aria-pressed','false');o.setAttribute('aria-live','polite');}
function play(){if(timer){stop();return}if(now===f.length-1)show(0);p.textContent='Pause';p.setAttribute('aria-pressed','true');o.setAttribute('aria-live','off');
timer=setInterval(function(){if(now===f.length-1)stop();else show(now+1)},pace);}
document.documentElement.classList.add('playing');
p.addEventListener('click',play);
document.getElementById('back').addEventListener('click',function(){stop();show(now-1)});
document.getElementById('next').addEventListener('click',function(){stop();show(now+1)});
s.addEventListener('input',function(){stop();show(+s.value)});
document.addEventListener('keydown',function(e){if(e.ctrlKey||e.altKey||e.metaKey)return;var t=e.target.tagName;
if(e.key==='ArrowRight'&&t!=='INPUT'){stop();show(now+1)}else if(e.key==='ArrowLeft'&&t!=='INPUT'){stop();show(now-1)}
else if(e.key==='Home'&&t!=='INPUT'){stop();show(0)}else if(e.key==='End'&&t!=='INPUT'){stop();show(f.length-1)}
else if(e.key===' '&&t!=='BUTTON'){play()}else return;e.preventDefault();});
show(0);
})();
";

/// The page.
pub fn page(page: &Page) -> String {
    let title = text(&page.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body data-pace=\"{}\">\n<main>\n<h1 dir=\"auto\">{title}</h1>\n",
        text(&page.lang),
        page.pace
    );
    out.push_str(&format!(
        "<div class=\"controls\" role=\"group\" aria-label=\"Frames\">\n<button id=\"back\" aria-label=\"Frame before\">◀</button>\n\
         <button id=\"play\" aria-pressed=\"false\">Play</button>\n<button id=\"next\" aria-label=\"Next frame\">▶</button>\n\
         <input id=\"day\" type=\"range\" min=\"0\" max=\"{}\" value=\"0\" aria-label=\"Day\">\n<output id=\"said\" dir=\"auto\" aria-live=\"polite\"></output>\n</div>\n",
        page.frames.len().saturating_sub(1)
    ));
    for (i, (picture, caption, alt)) in page.frames.iter().enumerate() {
        let lazy = if i > 1 { " loading=\"lazy\"" } else { "" };
        out.push_str(&format!(
            "<figure>\n<img src=\"{}\" width=\"{}\" height=\"{}\"{lazy} alt=\"{}\">\n<figcaption dir=\"auto\">{}</figcaption>\n</figure>\n",
            text(picture),
            page.size.0,
            page.size.1,
            text(alt),
            text(caption)
        ));
    }
    out.push_str(&format!("</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"));
    out
}

/// Text for elements and quoted attributes.
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    push_escaped(&mut out, words);
    out
}

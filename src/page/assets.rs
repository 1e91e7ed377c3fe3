//! Style, script and faces of the page.
//!
//! In: faces. Out: CSS, the script, the policy that allows this script and no other. Never: text of an article.

use crate::font::Fonts;

/// What the page may load: nothing but what stands in it.
pub(super) fn policy() -> String {
    format!(
        "default-src 'none'; script-src '{SCRIPT_HASH}'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
}

pub(super) const STYLE: &str = "
*{box-sizing:border-box}
body{margin:0;background:#f4f2ee;color:#1b1a18;font:1.05rem/1.55 'Source Sans 3',system-ui,sans-serif}
header{padding:1rem 1.25rem .25rem}
h1{font-size:1.6rem;line-height:1.2;margin:0}
h2{font-size:1.2rem;line-height:1.25;margin:1.2rem 0 .5rem}
h3{font-size:1.05rem;margin:1rem 0 .4rem}
header p,.note{color:#5a564e;margin:.3rem 0}
main{display:grid;grid-template-columns:minmax(0,3fr) minmax(20rem,2fr);gap:1.5rem;padding:.75rem 1.25rem 2rem}
#map-side{position:sticky;top:.5rem;align-self:start;max-height:calc(100vh - 1rem);overflow:auto}
.sheet{overflow:auto;background:#fff;border:1px solid #cfc9bd}
.sheet svg{display:block;width:100%;height:auto}
article{max-width:42rem;overflow-wrap:anywhere}
article+article{border-top:1px solid #cfc9bd;margin-top:2rem}
.item{padding-left:1.2rem}
.said{background:#fdf0bf;color:inherit;text-decoration:underline;text-decoration-color:#8a6d00;text-underline-offset:.18em}
a{color:#0b4f6c}
.lit.said,.said:focus,.said:target{background:#ffd95e}
a:focus-visible,.sheet:focus-visible{outline:3px solid #0b5c4f;outline-offset:2px}
svg .lit,svg g:target,svg g:focus-visible{filter:drop-shadow(0 0 4px #ff9d00) drop-shadow(0 0 8px #ff9d00);outline:none}
.live svg [data-words]{cursor:pointer}
.events{padding-left:1.2rem}
.events li{margin:.25rem 0;overflow-wrap:anywhere}
@media(max-width:56rem){
main{display:block;padding:.5rem .75rem 2rem}
header{padding:.75rem}
h1{font-size:1.25rem}
#map-side{position:static;max-height:none;overflow:visible}
.sheet svg{min-width:46rem}
}
@media print{#map-side{position:static;max-height:none;overflow:visible}main{display:block}.said{text-decoration:none}}
";

/// Words and marks light up together; a mark that has the focus brings its words into view.
pub(super) const SCRIPT: &str = "
(function(){
var root=document.documentElement,words={};root.classList.add('live');
var links=[].slice.call(document.querySelectorAll('[data-marks]'));
function ids(e){return e.getAttribute('data-marks').split(' ')}
function set(all,on){all.forEach(function(i){var g=document.getElementById(i);if(g)g.classList.toggle('lit',on);
(words[i]||[]).forEach(function(e){e.classList.toggle('lit',on)})})}
links.forEach(function(e){ids(e).forEach(function(i){(words[i]=words[i]||[]).push(e)});
['mouseenter','focus'].forEach(function(n){e.addEventListener(n,function(){set(ids(e),true)})});
['mouseleave','blur'].forEach(function(n){e.addEventListener(n,function(){set(ids(e),false)})})});
Object.keys(words).forEach(function(i){var g=document.getElementById(i);if(!g)return;
var said=words[i].filter(function(e){return e.classList.contains('said')}),title=g.querySelector('title');
g.setAttribute('data-words',said.length);
if(i.indexOf('label-')!==0){g.setAttribute('tabindex','0');g.setAttribute('role','link');
if(title)g.setAttribute('aria-label',title.textContent)}
var all=words[i].map(ids).reduce(function(a,b){return a.concat(b)},[]).filter(function(k){return k.replace(/^[a-z]+-/,'')===i.replace(/^[a-z]+-/,'')});
g.addEventListener('mouseenter',function(){set(all,true)});g.addEventListener('mouseleave',function(){set(all,false)});
g.addEventListener('focus',function(){set(all,true);if(said[0])said[0].scrollIntoView({block:'nearest'})});
g.addEventListener('blur',function(){set(all,false)});
function go(){if(said[0]){said[0].scrollIntoView({block:'center'});said[0].focus({preventScroll:true})}}
g.addEventListener('click',go);
g.addEventListener('keydown',function(e){if(e.key==='Enter'||e.key===' '){e.preventDefault();go()}})});
})();
";

/// Checksum of [`SCRIPT`]; a test compares them.
pub(super) const SCRIPT_HASH: &str = "sha256-+XlulHXWuwOlbzgiHIVrzb/XrKeVPL/z7Mv5JyNG7Ls=";

/// The faces that the sheet uses, inside the page.
pub(super) fn push_faces(out: &mut String, fonts: &Fonts, svg: &str) {
    for face in fonts.faces().iter().filter(|f| f.family == "Source Sans 3") {
        let used = match (face.weight, face.italic) {
            (400, false) => true,
            (_, true) => svg.contains("font-style=\"italic\""),
            (weight, _) => svg.contains(&format!("font-weight=\"{weight}\"")),
        };
        if !used {
            continue;
        }
        let style = if face.italic { "italic" } else { "normal" };
        out.push_str(&format!(
            "@font-face{{font-family:'Source Sans 3';font-weight:{};font-style:{style};src:url(data:font/ttf;base64,",
            face.weight
        ));
        push_base64(out, &face.bytes);
        out.push_str(")}\n");
    }
}

fn push_base64(out: &mut String, bytes: &[u8]) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letters = |[a, b, c]: [u8; 3]| {
        let bits = u32::from(a) << 16 | u32::from(b) << 8 | u32::from(c);
        [18, 12, 6, 0].map(|shift| LETTERS[(bits >> shift & 63) as usize])
    };
    out.reserve(bytes.len().div_ceil(3) * 4);
    let (groups, rest) = bytes.as_chunks::<3>();
    for group in groups {
        out.push_str(std::str::from_utf8(&letters(*group)).unwrap_or_default());
    }
    let (kept, last) = match *rest {
        [a] => (2, [a, 0, 0]),
        [a, b] => (3, [a, b, 0]),
        _ => return,
    };
    out.extend(letters(last).into_iter().take(kept).map(char::from));
    out.extend(std::iter::repeat_n('=', 4 - kept));
}

#[cfg(test)]
mod tests {
    use sha2::Digest;
    use sha2::Sha256;

    use super::SCRIPT;
    use super::SCRIPT_HASH;
    use super::push_base64;

    #[test]
    fn policy_names_the_script() {
        let mut sum = String::from("sha256-");
        push_base64(&mut sum, &Sha256::digest(SCRIPT.as_bytes()));
        assert_eq!(SCRIPT_HASH, sum);
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            let mut out = String::new();
            push_base64(&mut out, plain.as_bytes());
            assert_eq!(out, coded);
        }
    }
}

fn main() {
    let g = frontline::bundled::gazetteer().unwrap();
    for name in std::env::args().skip(1) {
        println!("== {name}");
        for hit in g.search(&name, 5) {
            let p = g.place(hit.place);
            println!(
                "   {:?} {} {:?} {} {} {} pop {} {:.3},{:.3}",
                hit.kind,
                p.name,
                p.class,
                p.country,
                p.admin1_name,
                g.key(hit.place),
                p.population,
                p.at.lon,
                p.at.lat
            );
        }
    }
}

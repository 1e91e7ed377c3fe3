//! The gazetteer: names, layers, lookups.

use frontline::bundled;
use frontline::gazetteer::FeatureClass;

/// The best place of a name: class, country.
#[test]
fn finds_places() {
    let gazetteer = bundled::gazetteer().unwrap();
    for (name, class, country) in [
        ("Aleppo", FeatureClass::Seat, "SY"),
        ("al-Bab", FeatureClass::Town, "SY"),
        ("Georgia", FeatureClass::Country, "GE"),
        ("Georgia", FeatureClass::Admin1, "US"),
        ("Clayton County", FeatureClass::Admin2, "US"),
        ("Crimea", FeatureClass::Admin1, "UA"),
        ("U.S.", FeatureClass::Country, "US"),
    ] {
        let hits = gazetteer.lookup(name);
        let found = hits
            .iter()
            .map(|hit| gazetteer.place(hit.place))
            .any(|place| place.class == class && place.country == country);
        assert!(
            found,
            "{name}: no {class:?} in {country} among {} hits",
            hits.len()
        );
    }
}

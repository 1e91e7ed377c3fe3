//! Projections: there and back again within a metre, over the extents each is chosen for.

use frontline::geodesy::LonLat;
use frontline::geodesy::distance_km;
use frontline::projection::Extent;
use frontline::projection::Kind;
use frontline::projection::Projection;
use frontline::projection::choose;
use proptest::prelude::*;

fn extents() -> impl Strategy<Value = (Extent, f64, f64)> {
    (-180.0..180.0, -80.0..80.0, 0.3..60.0, 0.2..25.0, 0.0..1.0, 0.0..1.0).prop_map(
        |(lon, lat, width, height, u, v): (f64, f64, f64, f64, f64, f64)| {
            let south = (lat - height / 2.0).max(-89.0);
            let north = (lat + height / 2.0).min(89.0);
            (Extent { west: lon, south, east: lon + width, north }, u, v)
        },
    )
}

proptest! {
    #![proptest_config(crate::random::config(2000))]

    #[test]
    fn round_trip((extent, u, v) in extents()) {
        let projection = choose(extent);
        let lon = frontline::projection::wrap(extent.west + (extent.east - extent.west) * u);
        let at = LonLat::new(lon, extent.south + (extent.north - extent.south) * v);
        let (x, y) = projection.forward(at);
        prop_assert!(x.is_finite() && y.is_finite());
        let back = projection.inverse(x, y);
        let off = distance_km(at, back);
        prop_assert!(off < 0.001, "{} {at:?} came back {off} km away as {back:?}", projection.name());
    }

    #[test]
    fn scale_is_true_near_the_centre(lon in -180.0..180.0_f64, lat in -80.0..80.0_f64, width in 0.3..8.0_f64, height in 0.2..6.0_f64) {
        let extent = Extent { west: lon, south: lat - height / 2.0, east: lon + width, north: lat + height / 2.0 };
        let projection = choose(extent);
        let (east, north) = projection.scale_at(extent.centre());
        prop_assert!((east - 1.0).abs() < 0.02 && (north - 1.0).abs() < 0.02, "{} {east} {north}", projection.name());
    }
}

#[test]
fn kinds_suit_extents() {
    let extent = |west, south, east, north| Extent { west, south, east, north };
    let cases = [
        ("a city", extent(32.4, 15.4, 32.7, 15.8), "transverse Mercator"),
        ("a middle-sized war", extent(35.0, 32.0, 43.0, 37.0), "Lambert conformal conic"),
        ("the equator", extent(20.0, -5.0, 32.0, 4.0), "Mercator"),
        ("a pole", extent(-180.0, 70.0, 180.0, 90.0), "stereographic"),
        ("the world", extent(-180.0, -60.0, 180.0, 80.0), "Equal Earth"),
        ("across the antimeridian", extent(175.0, -20.0, 190.0, -12.0), "Lambert conformal conic"),
    ];
    for (what, extent, expected) in cases {
        assert_eq!(choose(extent).name(), expected, "{what}");
    }
}

#[test]
fn the_antimeridian_is_no_edge() {
    let places = [LonLat::new(178.0, -17.0), LonLat::new(-178.0, -18.0), LonLat::new(179.5, -16.0)];
    let extent = Extent::round(&places).unwrap();
    assert!(extent.east - extent.west < 5.0, "{extent:?}");
    let projection = choose(extent);
    let (x0, _) = projection.forward(places[0]);
    let (x1, _) = projection.forward(places[1]);
    assert!(x1 > x0 && x1 - x0 < 500.0);
}

#[test]
fn far_sides_of_the_earth_stay_finite() {
    let kinds = [
        Kind::TransverseMercator,
        Kind::Mercator,
        Kind::LambertConformal { south: 30.0, north: 40.0 },
        Kind::LambertConformal { south: -40.0, north: -30.0 },
        Kind::Stereographic,
        Kind::AzimuthalEqualArea,
        Kind::EqualEarth,
    ];
    for kind in kinds {
        let south = matches!(kind, Kind::LambertConformal { south, .. } if south < 0.0);
        let projection = Projection::new(kind, LonLat::new(10.0, if south { -35.0 } else { 35.0 }));
        for lon in [-180.0, -170.0, 10.0, 100.0, 180.0] {
            for lat in [-90.0, -35.0, 0.0, 35.0, 90.0] {
                let (x, y) = projection.forward(LonLat::new(lon, lat));
                assert!(x.is_finite() && y.is_finite(), "{} {lon} {lat}", projection.name());
            }
        }
    }
}

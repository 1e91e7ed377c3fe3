//! GeoNames dumps: 19 columns divided by tabs, and `alternateNamesV2`.

use std::collections::BTreeMap;

use super::{Content, FeatureClass, bare_place, country, position};
use crate::gazetteer::NameKind;
use crate::gazetteer::layer::names;

/// Reads the places of a dump.
pub(super) fn read(text: &str, alternates: Option<&str>) -> Result<Content, String> {
    let alternates = alternates.map(read_alternates).transpose()?.unwrap_or_default();
    let mut content = Content::default();
    for (line, row) in (1_usize..).zip(text.lines()) {
        if row.trim().is_empty() || row.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = row.split('\t').collect();
        let [id, name, ascii, others, lat, lon, letter, code, iso, _, admin1, _, _, _, population, ..] =
            cells.as_slice()
        else {
            content.fault(line, format!("{} cells, expected 19 divided by tabs", cells.len()));
            continue;
        };
        if cells.len() != 19 {
            content.fault(line, format!("{} cells, expected 19 divided by tabs", cells.len()));
            continue;
        }
        let Some(class) = class_of(letter, code) else {
            content.skipped += 1;
            continue;
        };
        let place = || {
            let geonameid = id.parse().ok().ok_or_else(|| format!("id `{}`, expected a number", super::excerpt(id)))?;
            let (lon, lat) = position(lon, lat)?;
            if name.is_empty() {
                return Err("no name".to_owned());
            }
            let iso = country(iso)?;
            let mut place = bare_place(&names::newsroom_spelling(name, &iso), lon, lat);
            place.geonameid = geonameid;
            place.class = class;
            place.population = population.parse().unwrap_or(0);
            if !iso.is_empty() && class != FeatureClass::Country && *admin1 != "00" {
                (*admin1).clone_into(&mut place.admin1);
            }
            place.country = iso;
            let more = std::iter::once(*ascii).chain(others.split(','));
            place.names = more
                .filter(|more| names::is_useful(more, name))
                .map(|more| (more.to_owned(), NameKind::Alternate))
                .collect();
            Ok(place)
        };
        match place() {
            Ok(mut place) => {
                for (name, kind) in alternates.get(&place.geonameid).into_iter().flatten() {
                    match kind {
                        NameKind::Primary => {
                            let old = std::mem::replace(&mut place.name, (*name).to_owned());
                            place.names.push((old, NameKind::Alternate));
                        }
                        kind => place.names.push(((*name).to_owned(), *kind)),
                    }
                }
                content.places.push(place);
            }
            Err(message) => content.fault(line, message),
        }
    }
    Ok(content)
}

type Alternates<'a> = BTreeMap<u32, Vec<(&'a str, NameKind)>>;

/// Names by place: the preferred English one as main name, abbreviations and former names by their kind.
fn read_alternates(text: &str) -> Result<Alternates<'_>, String> {
    let mut names = Alternates::new();
    for (line, row) in (1_usize..).zip(text.lines()) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [_, id, language, name, preferred, _, colloquial, historic, ..] = cells.as_slice() else {
            return Err(format!(
                "alternate names, line {line}: {} cells, expected at least 8 divided by tabs",
                cells.len()
            ));
        };
        let code = matches!(
            *language,
            "link" | "post" | "iata" | "icao" | "faac" | "wkdt" | "unlc" | "tcid" | "phon" | "piny"
        );
        let Ok(id) = id.parse() else { continue };
        if code || *colloquial == "1" || !names::is_useful(name, "") && *language != "abbr" {
            continue;
        }
        let kind = match *language {
            _ if *historic == "1" => NameKind::Historic,
            "abbr" => NameKind::Abbreviation,
            "en" if *preferred == "1" => NameKind::Primary,
            _ => NameKind::Alternate,
        };
        names.entry(id).or_default().push((*name, kind));
    }
    Ok(names)
}

/// The class of a GeoNames feature; `None` for kinds that no map of a war needs.
fn class_of(letter: &str, code: &str) -> Option<FeatureClass> {
    if letter == "P" && class_of_code(code).is_none() {
        return Some(FeatureClass::Town);
    }
    class_of_code(code)
}

/// The class of a GeoNames feature code.
pub(super) fn class_of_code(code: &str) -> Option<FeatureClass> {
    Some(match code {
        "PCL" | "PCLD" | "PCLF" | "PCLI" | "PCLS" | "TERR" => FeatureClass::Country,
        "ADM1" => FeatureClass::Admin1,
        "ADM2" | "ADM3" => FeatureClass::Admin2,
        "PPLC" => FeatureClass::Capital,
        "PPLA" => FeatureClass::Seat,
        "PPLX" => FeatureClass::Quarter,
        "PPL" | "PPLA2" | "PPLA3" | "PPLA4" | "PPLA5" | "PPLF" | "PPLG" | "PPLH" | "PPLL" | "PPLQ" | "PPLR"
        | "PPLS" | "PPLW" | "STLMT" => FeatureClass::Town,
        "CMP" | "CMPRF" | "CMPO" => FeatureClass::Camp,
        "RGN" | "RGNE" | "RGNH" | "RGNL" | "AREA" | "PEN" | "CST" | "DLTA" => FeatureClass::Region,
        "CONT" => FeatureClass::Continent,
        "STM" | "STMA" | "STMI" | "STMS" | "STMX" | "CNL" | "CNLN" | "CNLI" | "WAD" | "WADS" | "STMB" | "STMC" => {
            FeatureClass::River
        }
        "LK" | "LKI" | "LKN" | "LKNI" | "LKS" | "LKSI" | "LKSN" | "LGN" | "RSV" => FeatureClass::Lake,
        "SEA" | "GULF" | "STRT" | "BAY" | "OCN" | "CHN" | "SD" => FeatureClass::Sea,
        "MT" | "MTS" | "HLL" | "HLLS" | "PK" | "PKS" | "RDGE" | "SPUR" | "UPLD" | "PLAT" => FeatureClass::Mountain,
        "VAL" | "VALS" | "PASS" | "GAP" | "PLN" | "CNYN" | "GRGE" => FeatureClass::Valley,
        "DSRT" | "ERG" => FeatureClass::Desert,
        "ISL" | "ISLS" | "ISLT" | "CAPE" | "PT" | "ISLX" | "ISLET" => FeatureClass::Island,
        "MILB" | "NVB" | "AIRB" | "INSM" | "FT" => FeatureClass::Base,
        "AIRP" | "AIRF" | "AIRH" => FeatureClass::Airport,
        "PSTB" | "CUST" | "PSTC" => FeatureClass::Crossing,
        "BDG" | "DAM" | "PS" | "PSN" | "PSH" | "OILF" | "OILR" | "GASF" | "MN" | "MNC" | "PRT" | "HBR" | "STDM"
        | "FCL" => FeatureClass::Facility,
        "RD" | "HWY" | "RDJCT" | "RR" | "RJCT" => FeatureClass::Road,
        _ => return None,
    })
}

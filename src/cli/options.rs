//! What can be typed, and its help.

use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use frontline::date::Date;
use frontline::limit::Limit;
use frontline::sequence::Every;

use crate::cli::bounds;
use crate::cli::look::Look;

const STATUS: &str = "Exit status: 0 done, 1 read well but nothing to map, 2 bad input or usage, 3 internal error, 130 interrupted.\n\"-\" is standard input or output.";

/// From a news article about a war to a map an editor would publish, GeoJSON for QGIS, and the words behind every mark.
#[derive(Debug, Parser)]
#[command(name = "frontline", version, arg_required_else_help = true, after_help = concat!(
    "Examples:\n  frontline map article.txt\n  frontline map page.html --title \"Two towns lost\" -o out/\n  frontline explain out/situation.geojson\n\n",
    "Exit status: 0 done, 1 read well but nothing to map, 2 bad input or usage, 3 internal error, 130 interrupted.\n\"-\" is standard input or output."))]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Colours in messages
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto", global = true, help_heading = "Everywhere")]
    pub(crate) color: Coloured,
    /// Raise or lower a limit: bytes, file-bytes, html-nesting, json-nesting, sentences,
    /// places, features, positions, crossings, labels, pixels, seconds
    #[arg(long, value_name = "NAME=N", global = true, value_parser = bounds::parse, help_heading = "Everywhere")]
    pub(crate) limit: Vec<(Limit, u64)>,
}

/// When messages have colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Coloured {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb; with FORCE_COLOR also elsewhere
    Auto,
    /// Also in a file or a pipe
    Always,
    /// Nowhere
    Never,
}

/// Subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Article in; map (SVG and PNG), situation.geojson and layers for QGIS out
    #[command(after_help = format!("Examples:\n  frontline map article.txt\n  frontline map monday.txt tuesday.txt --baseline towns.csv -o out/\n  curl -s URL | frontline map - -o out/\n\n{STATUS}"))]
    Map(MapArguments),
    /// Place names with positions, confidence and runners-up
    #[command(after_help = format!("Examples:\n  frontline geoparse article.txt --explain\n  frontline geoparse --jsonl < archive.jsonl > places.jsonl\n\n{STATUS}"))]
    Geoparse(GeoparseArguments),
    /// One or more articles in; one situation.geojson out
    #[command(after_help = format!("Examples:\n  frontline extract article.txt -o situation.geojson\n  frontline extract 2024-12-0*.txt --baseline towns.csv --date 2024-12-05 -o war.geojson\n  frontline extract --update war.gpkg 2024-12-07.txt\n\n{STATUS}"))]
    Extract(ExtractArguments),
    /// Draw a situation.geojson, extracted or drawn by hand
    #[command(after_help = format!("Examples:\n  frontline render war.geojson -o war.svg\n  frontline render war.geojson -o war.png --size 1200x630 --json\n\n{STATUS}"))]
    Render(RenderArguments),
    /// Dated articles, situations or areas in; frames, an animation and a timeline out
    #[command(after_help = format!("Examples:\n  frontline sequence week/*.txt --baseline towns.csv -o out/\n  frontline sequence polygons/ --every week --size 1200x900\n  frontline sequence archive.jsonl --from 2024-11-27 --to 2024-12-08 --every article\n\n{STATUS}"))]
    Sequence(SequenceArguments),
    /// What each side gained and lost between two situations, in km² and as polygons
    #[command(after_help = format!("Examples:\n  frontline change monday.geojson friday.geojson\n  frontline change 2024-12-01.geojson 2024-12-15.geojson -o change.geojson --json\n\n{STATUS}"))]
    Change(ChangeArguments),
    /// Every claim of a situation with its sentence
    #[command(after_help = format!("Examples:\n  frontline explain war.geojson\n  frontline explain war.geojson --format markdown -o war.md\n\n{STATUS}"))]
    Explain(ExplainArguments),
    /// A situation in another format: GeoPackage, QGIS project, GeoJSON, KML, CSV with ACLED's column names
    #[command(after_help = format!("Examples:\n  frontline export war.geojson -o war.gpkg\n  frontline export tuesday.geojson -o war.gpkg --as tuesday\n  frontline export edited.gpkg -o events.csv\n\n{STATUS}"))]
    Export(ExportArguments),
    /// What the gazetteer knows of a name, ranked
    #[command(after_help = format!("Examples:\n  frontline locate \"Deir Ezzor\"\n  frontline locate Tripoli --country LY --json\n\n{STATUS}"))]
    Locate(LocateArguments),
    /// The gazetteer: what is in it, and gazetteers of your own
    #[command(after_help = format!("Examples:\n  frontline gazetteer info\n  frontline gazetteer import villages.csv -o villages.gaz\n\n{STATUS}"))]
    Gazetteer(GazetteerArguments),
    /// Styles of the map
    #[command(after_help = format!("Examples:\n  frontline style list\n  frontline style show default > mine.toml\n  frontline style check mine.toml\n\n{STATUS}"))]
    Style(StyleArguments),
    /// Completions for a shell
    #[command(after_help = format!("Examples:\n  frontline completions bash > ~/.local/share/bash-completion/completions/frontline\n  frontline completions zsh > _frontline\n\n{STATUS}"))]
    Completions(CompletionsArguments),
    /// The manual page
    #[command(after_help = format!("Examples:\n  frontline man | man -l -\n  frontline man > frontline.1\n\n{STATUS}"))]
    Man,
}

/// How articles are read.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// Day of the article, or day to describe when there are several (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Date>,
    /// Only places of these countries (ISO 3166-1 alpha-2)
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) country: Vec<String>,
    /// Gazetteer of your own, on top of the others (see `frontline gazetteer import`)
    #[arg(long, value_name = "FILE")]
    pub(crate) gazetteer: Vec<PathBuf>,
}

/// What a situation is made with.
#[derive(Debug, Args)]
pub(crate) struct Folding {
    /// Title of the map
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// Who held what before: CSV with place, lat, lon, holder; or GeoJSON
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Your corrections (TOML)
    #[arg(long, value_name = "FILE")]
    pub(crate) overrides: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) areas: Areas,
}

/// Whether and how control areas are made.
#[allow(clippy::struct_field_names, reason = "the names of the options")]
#[derive(Debug, Clone, Args)]
pub(crate) struct Areas {
    /// Control areas and front line from the places with a holder, also without a baseline; then they are indicative
    #[arg(long)]
    pub(crate) areas: bool,
    /// No control areas, although there is a baseline
    #[arg(long, conflicts_with = "areas")]
    pub(crate) no_areas: bool,
    /// Farther from every place with a holder nothing is coloured [default: 45]
    #[arg(long, value_name = "KM", value_parser = kilometres)]
    pub(crate) max_km: Option<f64>,
    /// Ground takes the side of the place with the cheapest way, not the nearest: `terrain` for the rivers, lakes and coasts of
    /// the base map, GeoJSON with lines and polygons that have a `cost` (km to cross a line; what a km inside a polygon counts
    /// for), or `none`; several times for several
    #[arg(long, value_name = "terrain|none|FILE")]
    pub(crate) cost: Vec<PathBuf>,
}

fn kilometres(text: &str) -> Result<f64, String> {
    let km: f64 = text.parse().map_err(|e| format!("{e}"))?;
    if (1.0..=20_000.0).contains(&km) { Ok(km) } else { Err("expected 1 to 20000 kilometres".to_owned()) }
}

/// `map`
#[derive(Debug, Args)]
pub(crate) struct MapArguments {
    /// Articles: text, Markdown or HTML
    #[arg(required = true, value_name = "ARTICLE")]
    pub(crate) articles: Vec<PathBuf>,
    /// Folder to write to [default: output/NAME/]
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) folding: Folding,
    #[command(flatten)]
    pub(crate) look: Look,
    /// Also map.html: the article beside its map in one page, each mark linked with its words
    #[arg(long)]
    pub(crate) html: bool,
    /// Also map.pdf
    #[cfg(feature = "pdf")]
    #[arg(long)]
    pub(crate) pdf: bool,
    /// Also situation.gpkg and situation.qgz, for QGIS
    #[arg(long)]
    pub(crate) gpkg: bool,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

/// How much is said.
#[derive(Debug, Args)]
pub(crate) struct Talk {
    /// Say nothing but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// A summary in JSON on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

/// `geoparse`
#[derive(Debug, Args)]
pub(crate) struct GeoparseArguments {
    /// Articles; with --jsonl a file of lines {"id", "text"} [default: standard input]
    #[arg(value_name = "ARTICLE")]
    pub(crate) articles: Vec<PathBuf>,
    /// A line of JSON for each line of JSON
    #[arg(long, conflicts_with_all = ["json", "explain"])]
    pub(crate) jsonl: bool,
    /// JSON on standard output
    #[arg(long)]
    pub(crate) json: bool,
    /// Also the runners-up and what spoke for them
    #[arg(long)]
    pub(crate) explain: bool,
    /// Only places inside these degrees (west may exceed east across the antimeridian)
    #[arg(long, value_name = "WEST,SOUTH,EAST,NORTH", allow_hyphen_values = true, value_parser = degrees::<4>)]
    pub(crate) bbox: Option<[f64; 4]>,
    /// Only places within so many km of a position
    #[arg(long, value_name = "LON,LAT,KM", allow_hyphen_values = true, value_parser = degrees::<3>)]
    pub(crate) near: Option<[f64; 3]>,
    /// With --jsonl, features for fitting the models
    #[arg(long, hide = true, requires = "jsonl")]
    pub(crate) features: bool,
    /// With --jsonl, weights in place of the shipped ones
    #[arg(long, hide = true, requires = "jsonl", value_name = "FILE")]
    pub(crate) weights: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// Numbers divided by commas; the first two are a longitude and a latitude.
fn degrees<const COUNT: usize>(text: &str) -> Result<[f64; COUNT], String> {
    let numbers: Vec<f64> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    let numbers: [f64; COUNT] = numbers
        .try_into()
        .map_err(|found: Vec<f64>| format!("expected {COUNT} numbers divided by commas, found {}", found.len()))?;
    let [lon, lat, third, ..] = numbers.as_slice() else {
        return Ok(numbers);
    };
    let last = numbers.get(3);
    let degrees = (-180.0..=180.0).contains(lon) && (-90.0..=90.0).contains(lat);
    let rest = match last {
        Some(north) => (-180.0..=180.0).contains(third) && north <= &90.0 && lat <= north,
        None => *third > 0.0 && third.is_finite(),
    };
    if degrees && rest {
        Ok(numbers)
    } else {
        Err("longitudes are −180 to 180, latitudes −90 to 90, from south to north, km above 0".to_owned())
    }
}

/// `extract`
#[derive(Debug, Args)]
pub(crate) struct ExtractArguments {
    /// Articles: text, Markdown or HTML
    #[arg(required = true, value_name = "ARTICLE")]
    pub(crate) articles: Vec<PathBuf>,
    /// File to write [default: standard output, or the file of --update]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Add the articles to a situation that exists, GeoJSON or GeoPackage; what was edited by hand stays
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub(crate) update: Option<PathBuf>,
    /// Which situation of a GeoPackage that holds several
    #[arg(long, value_name = "NAME", requires = "update")]
    pub(crate) from: Option<String>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) folding: Folding,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

/// `sequence`
#[derive(Debug, Args)]
pub(crate) struct SequenceArguments {
    /// Articles, folders of articles, JSON lines {"date", "text"}, dated situations (GeoJSON, GeoPackage), or both
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Folder to write to [default: output/NAME/]
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// A frame for each: day, week, article, or a number of days such as 3d
    #[arg(long, value_name = "STEP", default_value = "day")]
    pub(crate) every: Every,
    /// First day
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<Date>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<Date>,
    /// Draw the frames of these days only, and nothing beside them
    #[arg(long, value_name = "DATE", value_delimiter = ',')]
    pub(crate) only: Vec<Date>,
    /// Milliseconds for each frame of the animation
    #[arg(long, value_name = "MS", default_value_t = 1200, value_parser = clap::value_parser!(u32).range(20..=20_000))]
    pub(crate) pace: u32,
    /// Also animation.gif, with one palette for all frames
    #[arg(long)]
    pub(crate) gif: bool,
    /// Draw all frames again, even those that have not changed
    #[arg(long)]
    pub(crate) fresh: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) folding: Folding,
    #[command(flatten)]
    pub(crate) look: Look,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

/// `render`
#[derive(Debug, Args)]
pub(crate) struct RenderArguments {
    /// situation.geojson, a GeoPackage, or GeoJSON drawn by hand
    #[arg(value_name = "SITUATION")]
    pub(crate) situation: PathBuf,
    /// Which situation of a GeoPackage that holds several
    #[arg(long, value_name = "NAME")]
    pub(crate) from: Option<String>,
    /// Picture to write, .svg, .png or, with the feature `pdf`, .pdf; may be given several times
    #[arg(short, long, value_name = "FILE", required = true)]
    pub(crate) output: Vec<PathBuf>,
    /// Title of the map
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    #[command(flatten)]
    pub(crate) areas: Areas,
    #[command(flatten)]
    pub(crate) look: Look,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

/// `change`
#[derive(Debug, Args)]
pub(crate) struct ChangeArguments {
    /// The earlier situation.geojson, or polygons
    #[arg(value_name = "BEFORE")]
    pub(crate) before: PathBuf,
    /// The later one
    #[arg(value_name = "AFTER")]
    pub(crate) after: PathBuf,
    /// Polygons of gains, losses and what stayed, as .geojson; as .gpkg, .qgz, .kml, .kmz, .fgb or .parquet the later situation
    /// with a layer of them
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

/// Formats of `explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// Plain text
    Text,
    /// Markdown
    Markdown,
    /// JSON
    Json,
}

/// `explain`
#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// situation.geojson or a GeoPackage
    #[arg(value_name = "SITUATION")]
    pub(crate) situation: PathBuf,
    /// Which situation of a GeoPackage that holds several
    #[arg(long, value_name = "NAME")]
    pub(crate) from: Option<String>,
    /// File to write; .md and .json choose their format
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,
    /// Format [default: by the name of the output, else text]
    #[arg(long, value_enum)]
    pub(crate) format: Option<ExplainFormat>,
    /// The same as --format json
    #[arg(long)]
    pub(crate) json: bool,
}

/// `export`
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// situation.geojson, or a GeoPackage edited in QGIS
    #[arg(value_name = "SITUATION")]
    pub(crate) situation: PathBuf,
    /// File to write: .gpkg, .qgz (a QGIS project beside its .gpkg), .geojson, .kml, .kmz or .csv; .fgb and .parquet, where
    /// they are built in, write a file for each layer, as NAME-event.fgb
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Name of the situation in a GeoPackage, beside others; its layers are NAME_event and so on
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Which situation of a GeoPackage that holds several
    #[arg(long, value_name = "NAME")]
    pub(crate) from: Option<String>,
    /// Style whose colours the layers take: a shipped name or a TOML file
    #[arg(long, value_name = "NAME|FILE", default_value = "default")]
    pub(crate) style: String,
    /// Colours inside the GeoJSON, as GitHub and geojson.io show them
    #[arg(long)]
    pub(crate) simplestyle: bool,
    /// Leave cells that a spreadsheet could take for a formula as they are
    #[arg(long)]
    pub(crate) raw_csv: bool,
}

/// `locate`
#[derive(Debug, Args)]
pub(crate) struct LocateArguments {
    /// Names
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Only places of these countries (ISO 3166-1 alpha-2)
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) country: Vec<String>,
    /// Gazetteer of your own, on top of the others
    #[arg(long, value_name = "FILE")]
    pub(crate) gazetteer: Vec<PathBuf>,
    /// Most places for a name
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) most: usize,
    /// JSON on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

/// `gazetteer`
#[derive(Debug, Args)]
pub(crate) struct GazetteerArguments {
    #[command(subcommand)]
    pub(crate) command: GazetteerCommand,
}

/// Subcommands of `gazetteer`.
#[derive(Debug, Subcommand)]
pub(crate) enum GazetteerCommand {
    /// Layers with their sources, versions and licences
    #[command(
        after_help = "Examples:\n  frontline gazetteer info\n  frontline gazetteer info --gazetteer villages.gaz --json"
    )]
    Info {
        /// Gazetteer of your own, on top of the others
        #[arg(long, value_name = "FILE")]
        gazetteer: Vec<PathBuf>,
        /// JSON on standard output
        #[arg(long)]
        json: bool,
    },
    /// Compile a GeoNames dump, a CSV or a GeoJSON
    #[command(
        after_help = "Examples:\n  frontline gazetteer import SY.txt --alternates alternateNames.txt -o sy.gaz\n  frontline gazetteer import villages.csv -o villages.gaz"
    )]
    Import {
        /// Table to read
        #[arg(value_name = "TABLE")]
        table: PathBuf,
        /// Gazetteer to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// GeoNames table of alternate names
        #[arg(long, value_name = "FILE")]
        alternates: Option<PathBuf>,
        /// Name of the layer [default: the name of the table]
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Licence of the data
        #[arg(long, value_name = "TEXT", default_value = "not stated")]
        licence: String,
    },
    /// Check a gazetteer or a table
    #[command(
        after_help = "Examples:\n  frontline gazetteer check villages.gaz\n  frontline gazetteer check villages.csv"
    )]
    Check {
        /// Gazetteer or table
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// `style`
#[derive(Debug, Args)]
pub(crate) struct StyleArguments {
    #[command(subcommand)]
    pub(crate) command: StyleCommand,
}

/// Subcommands of `style`.
#[derive(Debug, Subcommand)]
pub(crate) enum StyleCommand {
    /// Names of the shipped styles
    #[command(after_help = "Examples:\n  frontline style list\n  frontline map article.txt --style default")]
    List,
    /// A style: its text, or the example article drawn in it
    #[command(
        after_help = "Examples:\n  frontline style show default > mine.toml\n  frontline style show mine.toml -o mine.png"
    )]
    Show {
        /// Shipped name or TOML file
        #[arg(value_name = "NAME|FILE")]
        name: String,
        /// Picture to write, .svg, .png or, with the feature `pdf`, .pdf
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Check a style of your own
    #[command(after_help = "Examples:\n  frontline style check mine.toml\n  frontline style check styles/print.toml")]
    Check {
        /// TOML file
        file: PathBuf,
    },
}

/// `completions`
#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// Shell
    pub(crate) shell: clap_complete::Shell,
}

//! `qudra export`: the same bytes as `/api/v1/reports/NAME.csv`.

use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::out::NewFile;
use qudra::access::{Caller, Identity, Role};
use qudra::input::Params;
use qudra::ledger::Ledger;
use qudra::reports::basis::read_moment;
use qudra::reports::{self, Report, export, plan, sheet};
use qudra::statistics::{Archive, Basis};
use qudra::text::{Lang, code, nearest};

/// Write a report as CSV.
#[derive(Debug, Args)]
pub struct Export {
    /// The report: activities, participants, participations, …
    #[arg(value_parser = report)]
    name: &'static Report,
    /// The file to write; it must not exist yet. Standard output where it is left out.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Begin with a byte order mark, which Excel needs to read Arabic.
    #[arg(long)]
    excel: bool,
    /// The report's parameters as its address takes them, e.g. "programme=StatCaB&year=2024".
    #[arg(long, default_value = "")]
    filter: String,
}

fn report(name: &str) -> Result<&'static Report, String> {
    Report::find(&code(name)).ok_or_else(|| {
        let names: Vec<&str> = reports::ALL.iter().map(|report| report.name).collect();
        let hint = nearest(name, names.iter().copied())
            .map(|near| format!("; did you mean {near}?"))
            .unwrap_or_default();
        format!("reports are {}{hint}", names.join(", "))
    })
}

impl Export {
    /// Writes it; a file appears under its name only when it is whole.
    pub fn run(self, ledger: &Ledger) -> anyhow::Result<()> {
        // Who may use this command may read the database itself.
        let caller = Caller {
            identity: Some(Identity {
                principal: 0,
                role: Role::Admin,
                agency: None,
            }),
            ..Caller::default()
        };
        let params = Params::parse(&self.filter).map_err(in_words)?;
        let asked = (self.name.read)(&params, &caller);
        let moment = read_moment(&params, &asked.plan, self.name.of_persons);
        params.finish().map_err(in_words)?;
        let archive = Archive::new(qudra::app::past(ledger));
        let basis = Basis::of(&archive, None, moment, asked.plan.needs_facts());
        let basis = actix_web::rt::System::new().block_on(basis).map_err(in_words)?;
        let Some(path) = self.out else {
            let mut out = BufWriter::new(stdout().lock());
            return written(&basis, asked, self.excel, &mut out);
        };
        let file = NewFile::at(path)?;
        let begun = File::create(file.partial()).with_context(|| format!("cannot write {}", file.path().display()))?;
        let mut out = BufWriter::new(begun);
        let outcome = written(&basis, asked, self.excel, &mut out);
        if let Err(error) = outcome {
            drop(std::fs::remove_file(file.partial()));
            return Err(error);
        }
        file.finish()
    }
}

fn written(basis: &Basis, asked: plan::ExportRequest, excel: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    if excel {
        out.write_all(sheet::BYTE_ORDER_MARK)?;
    }
    match export::write(basis, asked, out) {
        Ok(()) => Ok(()),
        Err(export::WriteError::Record(error)) => Err(in_words(error)),
        // Who reads standard output may stop when there is enough.
        Err(export::WriteError::Out(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Every fault of the filter in a line of its own.
fn in_words(error: qudra::error::Error) -> anyhow::Error {
    let faults: Vec<String> = error
        .faults()
        .iter()
        .map(|fault| {
            let hint = fault.nearest.as_ref().map(|n| format!(" ({n}?)")).unwrap_or_default();
            format!("--filter: {}{hint}", qudra::http::problem::sentence(fault, Lang::En))
        })
        .collect();
    if faults.is_empty() {
        return error.into();
    }
    anyhow::anyhow!(faults.join("\n"))
}

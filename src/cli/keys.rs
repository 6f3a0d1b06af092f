//! `qudra key`.

use anyhow::{Context, bail};
use clap::Subcommand;

use super::out::say;
use qudra::access::{Role, keys};
use qudra::db::{Instant, Uid};
use qudra::directory::{self, Kind};
use qudra::input::Code;
use qudra::ledger::{Actor, Commit, Ledger};
use qudra::text::{self, nearest};
use qudra::time::parse_day;

/// Make, list and revoke API keys.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make a key and print it, once, alone on the last line.
    Create {
        /// admin, officer, agency or analyst.
        #[arg(long, value_parser = parse_role)]
        role: Role,
        /// Whose key it is: a person or a system.
        #[arg(long)]
        name: String,
        /// The agency that an agency's key speaks for.
        #[arg(long)]
        agency: Option<String>,
        /// The last day on which it is valid, YYYY-MM-DD.
        #[arg(long)]
        expires: Option<String>,
        /// Make one only where no valid key of that role exists; otherwise print nothing.
        #[arg(long)]
        if_none: bool,
    },
    /// List the keys, without their secrets.
    List,
    /// Revoke a key by its id, as `qudra key list` shows it.
    Revoke {
        /// The key's id.
        id: String,
    },
}

fn parse_role(text: &str) -> Result<Role, String> {
    Role::from_code(&text::code(text)).ok_or_else(|| {
        let hint = nearest(text, Role::CODES.iter().copied())
            .map(|n| format!("; did you mean {n}?"))
            .unwrap_or_default();
        format!("roles are {}{hint}", Role::CODES.join(", "))
    })
}

impl Key {
    /// Does what was asked.
    pub fn run(self, ledger: &Ledger) -> anyhow::Result<()> {
        match self {
            Self::Create {
                role,
                name,
                agency,
                expires,
                if_none,
            } => create(ledger, role, name, agency, expires, if_none),
            Self::List => list(ledger),
            Self::Revoke { id } => revoke(ledger, &id),
        }
    }
}

fn create(
    ledger: &Ledger,
    role: Role,
    name: String,
    agency: Option<String>,
    expires: Option<String>,
    if_none: bool,
) -> anyhow::Result<()> {
    let name = text::tidy(&name);
    if name.is_empty() || name.chars().count() > 200 {
        bail!("--name must have 1 to 200 characters");
    }
    if let Some(refused) = text::refused(&name) {
        bail!(
            "--name holds the character {}, which no text may hold",
            text::name(refused)
        );
    }
    if (role == Role::Agency) != agency.is_some() {
        bail!("--agency CODE goes with --role agency, and only with it");
    }
    let now = ledger.clock().now();
    let expires_at = match expires {
        None => None,
        Some(given) => {
            let day = parse_day(&text::plain(&given))
                .with_context(|| format!("--expires {given:?} is not a day YYYY-MM-DD"))?;
            let end = day
                .succ_opt()
                .and_then(|d| d.and_hms_opt(0, 0, 0))
                .context("--expires is out of range")?;
            let at = Instant::new(end.and_utc());
            if at <= now {
                bail!("--expires {given} has passed");
            }
            Some(at)
        }
    };
    if if_none {
        let keys = ledger.db().read_here(keys::list)?;
        let valid = |k: &keys::KeyLine| k.revoked_at.is_none() && k.expires_at.is_none_or(|at| at > now);
        if keys
            .iter()
            .any(|k| k.role.as_deref() == Some(role.as_str()) && valid(k))
        {
            return Ok(());
        }
    }
    let agency = match agency {
        None => None,
        Some(code) => Some(ledger.db().read_here(|conn| {
            directory::Directory::default().resolve(conn, Kind::Agency, &code, qudra::error::Fault::new)
        })?),
    };
    let agency = match agency {
        None => None,
        Some(Ok(reference)) => Some(reference.key),
        Some(Err(fault)) => {
            let hint = fault
                .nearest
                .map(|n| format!("; did you mean {n}?"))
                .unwrap_or_default();
            if !ledger.db().read_here(|conn| directory::has_any(conn, Kind::Agency))? {
                bail!(
                    "--agency: there is no agency yet. Let qudra serve load the first record, or bring in your own with \
                     qudra import agencies FILE; then make the key"
                );
            }
            bail!("--agency: there is no such agency{hint}");
        }
    };
    let new = keys::NewKey {
        name,
        role,
        agency,
        expires_at,
    };
    let secret = ledger.write_here(Actor::CommandLine, Commit::Yes, move |tx| keys::create(tx, &new))?;
    eprintln!("This key is shown once and not kept; store it safely.");
    say!("{secret}")?;
    Ok(())
}

fn list(ledger: &Ledger) -> anyhow::Result<()> {
    let keys = ledger.db().read_here(keys::list)?;
    if keys.is_empty() {
        say!("There is no key yet. Make one: qudra key create --role admin --name \"Your name\"")?;
    }
    for key in keys {
        let state = match (key.revoked_at, key.expires_at) {
            (Some(at), _) => format!("revoked {at}"),
            (None, Some(at)) => format!("expires {at}"),
            (None, None) => "valid".to_owned(),
        };
        let role = key.role.unwrap_or_default();
        let agency = key.agency.map(|a| format!(" of {a}")).unwrap_or_default();
        say!(
            "{}  {role}{agency}  {}  made {}  {state}",
            key.id,
            key.name,
            key.created_at
        )?;
    }
    Ok(())
}

fn revoke(ledger: &Ledger, id: &str) -> anyhow::Result<()> {
    let uid = Uid::parse(id).with_context(|| format!("{id:?} is not a key's id; see qudra key list"))?;
    if !ledger.write_here(Actor::CommandLine, Commit::Yes, move |tx| keys::revoke(tx, uid))? {
        bail!("there is no valid key {id}; see qudra key list");
    }
    say!("Revoked {id}.")?;
    Ok(())
}

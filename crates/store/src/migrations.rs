//! Migrations: every crate that has tables brings its own, and they run forward when the program starts.

use sqlx::migrate::Migrator;

/// The tables of one crate: a name and, per engine, its migrations as `sqlx::migrate!` embeds them.
#[derive(Debug, Clone, Copy)]
pub struct Migrations {
    /// Name of the crate's set; it never changes, because what has run is recorded under it.
    pub module: &'static str,
    /// For SQLite.
    pub sqlite: &'static Migrator,
    /// For PostgreSQL.
    pub postgres: &'static Migrator,
}

impl Migrations {
    /// The migrations for SQLite, recorded in a table of their own.
    pub(crate) fn for_sqlite(&self) -> Migrator {
        self.recorded(self.sqlite)
    }

    /// The migrations for PostgreSQL, recorded in a table of their own.
    pub(crate) fn for_postgres(&self) -> Migrator {
        self.recorded(self.postgres)
    }

    fn recorded(&self, migrations: &Migrator) -> Migrator {
        let mut migrator = Migrator::with_migrations(migrations.iter().cloned().collect());
        migrator.dangerous_set_table_name(format!("migrations_{}", self.module));
        migrator
    }
}

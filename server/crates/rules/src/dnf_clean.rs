//! Downloads of `dnf` stay in the image.
//!
//! # What it does
//! Reports `dnf install` and other subcommands that download packages if the same RUN does not delete the downloads
//! afterwards. `dnf5`, `microdnf` and `tdnf` are checked too.
//!
//! # Why it matters
//! dnf keeps its lists of packages in `/var/cache/libdnf5`, older versions in `/var/cache/dnf`. They become part of the
//! layer, and deleting them in a later RUN does not make the image smaller.
//!
//! # Example
//! ```dockerfile
//! FROM fedora:42
//! RUN dnf install -y git
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM fedora:42
//! RUN dnf install -y git && dnf clean all
//! ```
//!
//! # Limits
//! Only stages that end up in the image are checked. A cache mount on the directory counts as a clean-up, and so does
//! any program with `clean` in its name.
//!
//! # References
//! - <https://dnf.readthedocs.io/en/latest/command_ref.html#clean-command>

use super::{
    Check,
    package_caches::{Cleaning, Downloads, report_left},
};
use dockwright_lint::rule::Rule;

rule! {
    checks: [Check::File(report_left::<Dnf>)],
    aliases: &["DL3040", "DS-0019", "DS-0027"],
    group: Commands, severity: Info, presets: &[Hadolint, Default],
}

struct Dnf;

impl Cleaning for Dnf {
    const RULE: &'static Rule = &RULE;
    const DOWNLOADS: Downloads = Downloads {
        programs: &["dnf", "dnf5", "microdnf", "tdnf"],
        leaving: &[
            &["install"],
            &["in"],
            &["groupinstall"],
            &["group", "install"],
            &["localinstall"],
            &["module", "install"],
            &["reinstall"],
            &["rei"],
            &["update"],
            &["upgrade"],
            &["up"],
            &["upgrade-minimal"],
            &["up-min"],
            &["downgrade"],
            &["distro-sync"],
            &["builddep"],
        ],
        cleaners: &["dnf", "dnf5", "microdnf", "tdnf", "yum"],
        folders: &[
            "/var/cache/dnf",
            "/var/cache/libdnf5",
            "/root/.cache/libdnf5",
            "/var/cache/yum",
            "/var/cache/tdnf",
        ],
    };
    const CLEAN_UP: &'static str = "{program} clean all";
}

cases! {
    found: [r#"
FROM fedora
RUN dnf -y upgrade && dnf clean all && \
    dnf -y install \
           ^^^^^^^ info: Downloads of `dnf` stay in the image
      git
ONBUILD RUN microdnf install a
                     ^^^^^^^ info: Downloads of `microdnf` stay in the image
RUN ["dnf5", "install", "-y", "a"]
             ^^^^^^^^^ info: Downloads of `dnf5` stay in the image
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "dnf -y install a && dnf clean all",
            "dnf -y install a; dnf -y --enablerepo='*' clean all",
            "dnf -y install a && rm -rf /var/cache/dnf",
            "dnf -y install a && rm -fr /var/cache/libdnf5*",
            "microdnf install a && rm -rf /var/cache/yum",
            "--mount=type=cache,target=/var/cache/libdnf5 dnf -y install a",
            "--mount=type=tmpfs,dst=/var/cache dnf -y install a",
            "dnf makecache",
            "dnf -y install a &&& (",
        ],
    },
    fixed: {
        "FROM a\nRUN microdnf install a && \\\n    make\n"
            => "FROM a\nRUN microdnf install a && \\\n    make && \\\n    microdnf clean all\n",
    },
}

//! Downloads of `yum` stay in the image.
//!
//! # What it does
//! Reports `yum install` and other subcommands that download packages if the same RUN does not delete the downloads
//! afterwards.
//!
//! # Why it matters
//! yum keeps lists of packages in `/var/cache/yum`. They become part of the layer, and deleting them in a later RUN
//! does not make the image smaller. Add `yum clean all` to the same RUN.
//!
//! # Example
//! ```dockerfile
//! FROM centos:7
//! RUN yum install -y httpd
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM centos:7
//! RUN yum install -y httpd && yum clean all
//! ```
//!
//! # Limits
//! Only stages that end up in the image are checked. A cache mount on the directory counts as a clean-up, and so does
//! any program with `clean` in its name.
//!
//! # References
//! - <https://man7.org/linux/man-pages/man8/yum.8.html>

use super::{
    Check,
    package_caches::{Cleaning, Downloads, report_left},
};
use dockwright_lint::rule::Rule;

rule! {
    checks: [Check::File(report_left::<Yum>)],
    aliases: &["DL3032", "DS-0015"],
    group: Commands, severity: Info, presets: &[Hadolint, Default],
}

struct Yum;

impl Cleaning for Yum {
    const RULE: &'static Rule = &RULE;
    const DOWNLOADS: Downloads = Downloads {
        programs: &["yum"],
        leaving: &[
            &["install"],
            &["in"],
            &["groupinstall"],
            &["group", "install"],
            &["localinstall"],
            &["module", "install"],
            &["reinstall"],
            &["update"],
            &["upgrade"],
            &["downgrade"],
        ],
        cleaners: &["yum", "dnf", "microdnf"],
        folders: &["/var/cache/yum", "/var/cache/dnf"],
    };
    const CLEAN_UP: &'static str = "yum clean all";
}

cases! {
    found: [r#"
FROM centos AS unused
RUN yum install -y gcc
FROM centos AS base
RUN yum clean all && \
    yum -y install \
           ^^^^^^^ info: Downloads of `yum` stay in the image
      git
FROM base
ONBUILD RUN yum -y update; rm -rf /tmp/*
                   ^^^^^^ info: Downloads of `yum` stay in the image
RUN <<E
yum -y install a
yum -y groupinstall b
       ^^^^^^^^^^^^ info: Downloads of `yum` stay in the image
E
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "yum -y install a && yum clean all",
            "yum -y install a; yum -y clean metadata",
            "yum -y install a && rm -rf /var/cache/yum/*",
            "yum -y install a && rm -rf /var/cache",
            "yum -y install a && rm -rf /tmp/* /var/{log,cache/yum}/*",
            "yum -y install a && dnf clean all",
            "yum -y install a && /opt/cleanup.sh",
            "--mount=type=cache,target=/var/cache/yum yum -y install a",
            "--mount=type=cache,target=/var/cache/dnf,sharing=locked yum -y install a",
            "yum --installroot /x -y install a",
            "yum -y install a && yum $LAST",
            "yum list",
            "yum -y install a && (",
        ],
    },
    fixed: {
        "FROM a\nRUN yum -y install \\\n    a \\\n && sudo yum install b\n"
            => "FROM a\nRUN yum -y install \\\n    a \\\n && sudo yum install b \\\n && sudo yum clean all\n",
        "FROM a\nRUN <<E\nset -e\nyum -y install a\nE\n"
            => "FROM a\nRUN <<E\nset -e\nyum -y install a\nyum clean all\nE\n",
    },
}

//! Determines the language of a shell form from SHELL, from a heredoc's `#!`, or from the base
//! image.
//!
//! This module does not look at stages: the caller knows the SHELL in force and the base image.

/// A family of shells with a common grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `sh`, `bash`, `dash`, `ash`, `ksh` and `zsh`, which the bash grammar parses.
    Posix,
    /// Windows PowerShell and PowerShell Core.
    PowerShell,
    /// Any other shell, such as `cmd.exe`, whose text is not parsed.
    Other,
}

/// The dialect of shell forms under a SHELL, `None` if there is none, on a Windows base image or
/// not.
///
/// Without SHELL, Docker uses `/bin/sh -c` on Linux and `cmd /S /C` on Windows.
pub fn dialect(shell: Option<&[String]>, is_windows: bool) -> Dialect {
    match shell {
        Some(elements) => elements.first().map_or(Dialect::Other, |program| of_command(program, elements)),
        None if is_windows => Dialect::Other,
        None => Dialect::Posix,
    }
}

/// The prefixes of the names of Microsoft's images that exist only for Windows.
const WINDOWS_NAMES: [&str; 8] = [
    "mcr.microsoft.com/businesscentral",
    "mcr.microsoft.com/dotnet/framework",
    "mcr.microsoft.com/windows",
    "microsoft/aspnet",
    "microsoft/dotnet-framework",
    "microsoft/iis",
    "microsoft/wcf",
    "microsoft/windows",
];

/// Whether an image is known to be a Windows image by its name.
///
/// Other .NET and PowerShell images exist for both systems under the same name, and count as Linux
/// images unless the tag names a Windows release.
pub fn is_windows_image(image: &str) -> bool {
    // All such names contain one of these words, which few other names do.
    let is_mark = |part: &[u8]| part.eq_ignore_ascii_case(b"micros") || part.eq_ignore_ascii_case(b"server");
    if !image.as_bytes().windows(6).any(is_mark) {
        return false;
    }
    let image = image.to_ascii_lowercase();
    let (name, tag) = match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (image.as_str(), ""),
    };
    let name = name.split('@').next().unwrap_or_default();
    let last = name.rsplit('/').next().unwrap_or_default();
    let is_below = |rest: &str| rest.is_empty() || rest.starts_with(['/', '-']);
    let is_base = WINDOWS_NAMES.iter().any(|start| name.strip_prefix(start).is_some_and(is_below))
        || matches!(last, "nanoserver" | "windowsservercore" | "servercore");
    let names_release = tag.split('-').any(|part| {
        part.starts_with("nanoserver") || part.starts_with("windowsservercore") || part == "servercore"
    });
    is_base || names_release
}

/// The dialect of a script's first line, such as `#!/usr/bin/env bash`. `None` without `#!`.
pub fn of_shebang(script: &str) -> Option<Dialect> {
    let line = script.strip_prefix("#!")?.lines().next().unwrap_or_default();
    let mut words = line.split_ascii_whitespace();
    let mut program = words.next()?;
    if base_name(program) == "env" {
        // `env -S bash -e`, `env LANG=C bash`.
        program = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
    }
    Some(of_program(program))
}

/// Whether a word names a shell that is compatible with `sh`.
pub fn is_posix_shell(program: &str) -> bool {
    of_program(program) == Dialect::Posix
}

/// `["/usr/bin/env", "bash", "-c"]` and `busybox` name the shell in the second element.
pub(super) fn of_command(program: &str, elements: &[String]) -> Dialect {
    if matches!(base_name(program).as_str(), "env" | "busybox") {
        let shell = elements[1..].iter().find(|word| !word.starts_with('-') && !word.contains('='));
        return shell.map_or(Dialect::Other, |shell| of_program(shell));
    }
    of_program(program)
}

fn of_program(program: &str) -> Dialect {
    match base_name(program).as_str() {
        "sh" | "bash" | "dash" | "ash" | "ksh" | "mksh" | "zsh" | "rbash" => Dialect::Posix,
        "powershell" | "pwsh" => Dialect::PowerShell,
        _ => Dialect::Other,
    }
}

/// The name of a program without folder and extension: `C:\Windows\System32\PowerShell.EXE` becomes
/// `powershell`.
fn base_name(program: &str) -> String {
    let name = program.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    name.strip_suffix(".exe").map_or_else(|| name.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(shell: &[&str], expected: Dialect) {
        let shell: Vec<String> = shell.iter().map(|&element| element.to_owned()).collect();
        assert_eq!(dialect(Some(&shell), false), expected, "{shell:?}");
        assert_eq!(dialect(Some(&shell), true), expected, "{shell:?} on Windows");
    }

    #[test]
    fn shell_decides() {
        check(&["/bin/bash", "-o", "pipefail", "-c"], Dialect::Posix);
        check(&["sh", "-c"], Dialect::Posix);
        check(&["/bin/ash", "-eo", "pipefail", "-c"], Dialect::Posix);
        check(&["/usr/bin/env", "bash", "-c"], Dialect::Posix);
        check(&["busybox", "sh", "-c"], Dialect::Posix);
        check(&["powershell", "-Command"], Dialect::PowerShell);
        check(&["PowerShell.EXE", "-NoLogo"], Dialect::PowerShell);
        check(&["C:\\Program Files\\PowerShell\\7\\pwsh.exe", "-Command"], Dialect::PowerShell);
        check(&["/usr/bin/pwsh", "-c"], Dialect::PowerShell);
        check(&["cmd", "/S", "/C"], Dialect::Other);
        check(&["C:\\Windows\\System32\\cmd.exe", "/C"], Dialect::Other);
        check(&["/usr/bin/python3", "-c"], Dialect::Other);
        check(&["fish", "-c"], Dialect::Other);
        check(&[], Dialect::Other);
    }

    #[test]
    fn the_system_decides_without_shell() {
        assert_eq!(dialect(None, false), Dialect::Posix);
        assert_eq!(dialect(None, true), Dialect::Other);
    }

    #[test]
    fn windows_images_are_known_by_name() {
        for image in [
            "mcr.microsoft.com/windows/servercore:ltsc2022",
            "mcr.microsoft.com/windows/nanoserver",
            "mcr.microsoft.com/windows:1809",
            "microsoft/windowsservercore",
            "microsoft/nanoserver:latest",
            "mcr.microsoft.com/dotnet/framework/sdk:4.8-windowsservercore-ltsc2019",
            "mcr.microsoft.com/dotnet/framework/aspnet:4.8",
            "mcr.microsoft.com/dotnet/framework/runtime",
            "microsoft/iis:latest",
            "mcr.microsoft.com/powershell:nanoserver-1809",
            "golang:1.21-windowsservercore",
            "golang:1.21-nanoserver-ltsc2022",
        ] {
            assert!(is_windows_image(image), "{image}");
        }
        for image in [
            "alpine",
            "microsoft/aspnetcore:2",
            "mcr.microsoft.com/powershell",
            "mcr.microsoft.com/dotnet/sdk:8.0",
            "localhost:5000/x",
        ] {
            assert!(!is_windows_image(image), "{image}");
        }
    }

    #[test]
    fn the_interpreter_line_decides() {
        let check = |script: &str| of_shebang(script);
        assert_eq!(check("#!/bin/sh\n"), Some(Dialect::Posix));
        assert_eq!(check("#! /bin/bash -e\necho"), Some(Dialect::Posix));
        assert_eq!(check("#!/usr/bin/env bash\n"), Some(Dialect::Posix));
        assert_eq!(check("#!/usr/bin/env -S A=1 bash -e\n"), Some(Dialect::Posix));
        assert_eq!(check("#!/usr/bin/env pwsh\r\n"), Some(Dialect::PowerShell));
        assert_eq!(check("#!/usr/bin/python3\n"), Some(Dialect::Other));
        assert_eq!(check("echo #!/bin/sh\n"), None);
    }
}

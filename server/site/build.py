#!/usr/bin/env python3
"""Turns the Markdown pages of the repository into a site with a search.

usage: build.py OUT

The pages are written for GitHub. They are copied for Zensical with their links changed: to the page or the picture on the
site, or to GitHub for all other files. The sections of the site are those of server/docs/README.md. Korean pages
(README.ko.md and server/docs/ko) become a site of their own in OUT/ko, with a switch between the languages.
"""

import os
import pathlib
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCS = "server/docs"
GITHUB = "https://github.com/dockwright/dockwright"
SITE = "https://dockwright.github.io/dockwright/"
# The address of the site in links from one language to the other, until the pages are built.
ANYWHERE = "https://site.invalid/"
PICTURES = (".png", ".svg", ".gif")


def pages(language):
    """The pages of a language: from the path in the repository to the path on its site."""
    files = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")
    found = {}
    for file in filter(lambda file: file and (ROOT / file).is_file(), files):
        korean = file == "README.ko.md" or file.startswith(f"{DOCS}/ko/") or file.endswith("/README.ko.md")
        if korean != (language == "ko"):
            continue
        if file in ("README.md", "README.ko.md"):
            found[file] = "index.md"
        elif file.startswith(f"{DOCS}/"):
            path = file.removeprefix(f"{DOCS}/").removeprefix("ko/")
            # The list of all pages makes room for the README of the repository.
            path = "pages.md" if path == "README.md" else path
            # The page of a section is in the folder of the section.
            if (ROOT / file).with_suffix("").is_dir():
                path = f"{path.removesuffix('.md')}/index.md"
            found[file] = re.sub(r"README\.md$", "index.md", path)
        elif re.fullmatch(r"editors/[a-z]+/README(\.ko)?\.md", file):
            found[file] = f"editors/{file.split('/')[1]}.md"
    return found


def titles(text):
    return next((line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ")), "")


class Copy:
    """Copies the pages of one language, and collects what is wrong with their links."""

    def __init__(self, language, folder):
        self.language, self.folder = language, folder
        self.pages = pages(language)
        self.other_pages = pages("ko" if language == "en" else "en")
        self.problems = []

    def target(self, page, link):
        """Where a link of a page leads on the site."""
        path, mark, anchor = link.partition("#")
        if "://" in link or link.startswith("mailto:") or not path:
            return link
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        if file.startswith("..") or not (ROOT / file).exists():
            self.problems.append(f"{page}: {link} leads nowhere")
            return link
        if file in self.pages:
            here = posixpath.dirname(self.pages[page])
            return posixpath.relpath(self.pages[file], here or ".") + mark + anchor
        if file in self.other_pages:
            address = re.sub(r"(^|/)index\.md$", r"\1", self.other_pages[file])
            folder = "ko/" if self.language == "en" else ""
            return ANYWHERE + folder + re.sub(r"\.md$", "/", address) + mark + anchor
        if file.endswith(PICTURES):
            copy = self.folder / "pictures" / file
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, copy)
            return posixpath.relpath(f"pictures/{file}", posixpath.dirname(self.pages[page]) or ".")
        kind = "tree" if (ROOT / file).is_dir() else "blob"
        return f"{GITHUB}/{kind}/main/{file}{mark}{anchor}"

    def line(self, page, line):
        parts = line.split("`")
        for at in range(0, len(parts), 2):
            parts[at] = re.sub(r"(?<=\]\()[^)\s]+", lambda link: self.target(page, link[0]), parts[at])
        return "`".join(parts)

    def page(self, page):
        fence, shift, lines = None, "", []
        for line in (ROOT / page).read_text().splitlines():
            mark = re.match(r" *(`{3,})", line)
            if fence is None:
                # What belongs to a list item is indented by four columns here.
                indent = len(line) - len(line.lstrip())
                shift = " " * (-indent % 4) if indent % 4 > 1 else ""
            line = shift + line if line else line
            if fence is None and mark:
                fence = mark[1]
                # The name of a file is the title of its block.
                line = re.sub(r"^( *`+\w+) (\S.*)$", r'\1 title="\2"', line)
            elif fence is not None:
                if mark and len(mark[1]) >= len(fence):
                    fence = None
            else:
                line = self.line(page, line)
            lines.append(line)
        copy = self.folder / self.pages[page]
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text("\n".join(lines) + "\n")

    def all(self):
        for page in self.pages:
            self.page(page)

    def section(self, title, page):
        """A page, with the pages in the folder of its name that it lists."""
        folder = posixpath.dirname(self.pages[page])
        links = re.findall(r"^- \[([^]]+)\]\(([^)]+\.md)\)", (ROOT / page).read_text(), re.MULTILINE)
        files = [(name, posixpath.join(posixpath.dirname(page), link)) for name, link in links]
        parts = {self.pages[file]: name for name, file in files if self.pages.get(file, "").startswith(f"{folder}/")}
        return {title: [self.pages[page], *({name: path} for path, name in parts.items())]}, {self.pages[page], *parts}

    def rules(self, page):
        """The sections of the list of rules, which has a heading for each group."""
        path = posixpath.dirname(self.pages[page])
        nav = [posixpath.join(path, "index.md")]
        for section in (ROOT / page).read_text().split("\n## ")[1:]:
            names = re.findall(r"^\| \[(\w+)\]\((\w+\.md)\) \|", section, re.MULTILINE)
            nav.append({section.splitlines()[0]: [{name: posixpath.join(path, file)} for name, file in names]})
        return nav

    def nav(self):
        """The sections of the list of pages."""
        home = "홈" if self.language == "ko" else "Home"
        index = next((page for page, path in self.pages.items() if path == "pages.md"), None)
        nav = [{home: "index.md"}]
        named = {"index.md"}
        text = (ROOT / index).read_text() if index else ""
        for section in text.split("\n## ")[1:]:
            items = []
            for title, link in re.findall(r"^- \[([^]]+)\]\(([^)]+)\)", section, re.MULTILINE):
                file = posixpath.normpath(posixpath.join(posixpath.dirname(index), link))
                path = self.pages.get(file)
                if path is None:
                    continue
                if file.endswith("rules/README.md"):
                    items += self.rules(file)
                    named.update(p for p in self.pages.values() if p.startswith("rules/"))
                elif path.endswith("/index.md"):
                    item, paths = self.section(title, file)
                    items.append(item)
                    named |= paths
                else:
                    items.append({title: path})
                    named.add(path)
            if items:
                nav.append({section.splitlines()[0]: items})
        editors = sorted(path for path in self.pages.values() if path.startswith("editors/") and path not in named)
        sources = {path: page for page, path in self.pages.items()}
        heading = "편집기" if self.language == "ko" else "Editors"
        if editors:
            name = lambda path: re.sub(r"^Dockwright (for|in) ", "", titles((ROOT / sources[path]).read_text()))
            nav.insert(2, {heading: [{name(path): path} for path in editors]})
            named.update(editors)
        if index is None:
            nav += sorted(path for path in self.pages.values() if path not in named)
        else:
            nav[0] = {home: ["index.md", {titles(text): "pages.md"}]}
            named.add("pages.md")
            self.problems += [f"{index} does not name {page}" for page, path in self.pages.items() if path not in named]
        return nav


def configuration(language, nav, has_korean):
    alternate = [
        {"name": "English", "lang": "en", "link": "./" if language == "en" else "../"},
        {"name": "한국어", "lang": "ko", "link": "./ko/" if language == "en" else "./"},
    ]
    light, dark = ("밝게", "어둡게") if language == "ko" else ("Light mode", "Dark mode")
    sides = [("default", "weather-night", dark), ("slate", "weather-sunny", light)]
    return {
        "site_name": "Dockwright",
        "site_url": SITE if language == "en" else f"{SITE}{language}/",
        "repo_url": GITHUB,
        "nav": nav,
        "theme": {
            "name": "material",
            "language": language,
            "font": False,
            "icon": {"logo": "material/anchor", "repo": "fontawesome/brands/github"},
            "features": [
                "navigation.tabs", "navigation.prune", "navigation.indexes", "navigation.top", "navigation.footer",
                "search.highlight", "search.suggest", "content.code.copy", "toc.follow",
            ],
            "palette": [
                {"scheme": scheme, "primary": "indigo", "toggle": {"icon": f"material/{icon}", "name": name},
                 "media": f"(prefers-color-scheme: {'light' if scheme == 'default' else 'dark'})"}
                for scheme, icon, name in sides
            ],
        },
        "extra": {"generator": False} | ({"alternate": alternate} if has_korean else {}),
        "plugins": [{"search": {"lang": [language] if language == "en" else ["ko", "en"]}}],
        "markdown_extensions": [
            "tables", "sane_lists", "pymdownx.superfences", "pymdownx.magiclink",
            {"pymdownx.highlight": {"anchor_linenums": False}},
            {"toc": {"permalink": True, "toc_depth": 3}},
        ],
        "validation": {"invalid_links": True, "invalid_link_anchors": True},
    }


def build(language, project, out, has_korean):
    copy = Copy(language, project / "docs")
    copy.all()
    nav = copy.nav()
    if copy.problems:
        sys.exit("\n".join(copy.problems))
    text = yaml.safe_dump(configuration(language, nav, has_korean), allow_unicode=True, sort_keys=False)
    # GitHub's names of anchors. Only a tag of Python can name the function.
    slugs = "!!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}"
    text = text.replace("    permalink: true\n", f"    permalink: true\n    slugify: {slugs}\n")
    (project / "mkdocs.yml").write_text(text)
    zensical = pathlib.Path(sys.executable).parent / "zensical"
    built = subprocess.run(
        [zensical, "build", "--strict"], cwd=project, env=os.environ | {"NO_COLOR": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    if built.returncode != 0:
        sys.exit(built.stdout)
    # The English site is the root of both.
    above = 0 if language == "en" else 1
    for page in (project / "site").rglob("*.html"):
        depth = len(page.relative_to(project / "site").parent.parts) + above
        page.write_text(page.read_text().replace(ANYWHERE, "../" * depth or "./"))
    shutil.copytree(project / "site", out)
    print(f"{out}: {len(copy.pages)} pages")


def main():
    out = pathlib.Path(sys.argv[1]).resolve()
    has_korean = bool(pages("ko"))
    with tempfile.TemporaryDirectory(prefix="dockwright-site-") as work:
        shutil.rmtree(out, ignore_errors=True)
        build("en", pathlib.Path(work) / "en", out, has_korean)
        if has_korean:
            build("ko", pathlib.Path(work) / "ko", out / "ko", has_korean)


if __name__ == "__main__":
    main()

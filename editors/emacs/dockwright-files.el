;;; dockwright-files.el --- Which files are Dockerfiles -*- lexical-binding: t -*-

;; Author: The Dockwright authors
;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1"))
;; Keywords: languages, tools
;; URL: https://github.com/dockwright/dockwright

;;; Commentary:

;; The name of a file decides, by the rules of Dockwright's command line. Both `dockwright-eglot'
;; and `dockwright-lsp-mode' load this file.

;;; Code:

(defconst dockwright-modes '(dockerfile-mode dockerfile-ts-mode)
  "Modes that are for Dockerfiles.")

(defconst dockwright-file-regexp
  "\\`\\(?:\\(?:[Dd]ocker\\|[Cc]ontainer\\)file\\(?:[.-].+\\)?\\|.+\\.\\(?:[Dd]ocker\\|[Cc]ontainer\\)file\\)\\'"
  "Names of Dockerfiles, without their folders.")

(defconst dockwright-other-extensions
  '(
    "md" "mdx" "markdown" "rst" "adoc" "txt" "log" "pdf" "html" "htm" "css"
    "svg" "png" "csv" "diff" "patch" "py" "pyi" "go" "js" "mjs" "cjs" "jsx"
    "ts" "tsx" "rb" "rs" "java" "kt" "kts" "groovy" "scala" "c" "h" "cc"
    "cpp" "hpp" "cs" "fs" "php" "pl" "pm" "swift" "lua" "vim" "el" "clj"
    "ex" "exs" "erl" "hs" "ml" "dart" "r" "jl" "sql" "sh" "bash" "zsh"
    "fish" "ps1" "psm1" "bat" "cmd" "awk" "sed" "mk" "cmake" "json" "jsonc"
    "json5" "yaml" "yml" "toml" "ini" "cfg" "conf" "env" "xml" "properties"
    "hcl" "tf" "lock" "plist" "snap" "golden" "dockerignore"
    "containerignore" "orig" "rej" "bak" "old" "save" "swp" "swo" "tmp"
    "tar" "gz" "tgz" "xz" "zst" "bz2" "zip" "j2" "jinja" "jinja2" "erb"
    "tmpl" "tpl" "template" "in" "mustache" "gotmpl")
  "Extensions of other kinds of files, and of templates.
A file named dockerfile.py is Python.")

(defun dockwright-file-p (file)
  "Whether the name of FILE is that of a Dockerfile."
  (let ((name (file-name-nondirectory file))
        (case-fold-search nil))
    (and (string-match-p dockwright-file-regexp name)
         (not (string-suffix-p "~" name))
         (not (and (string-match "\\.\\([^.]*\\)\\'" name)
                   (member (downcase (match-string 1 name)) dockwright-other-extensions))))))

(defun dockwright-set-mode ()
  "Turn on the mode for Dockerfiles that there is, or that of another kind."
  (cond ((not (and buffer-file-name (dockwright-file-p buffer-file-name)))
         ;; The modes for Dockerfiles claim every name that begins with Dockerfile.
         (let ((auto-mode-alist
                (seq-remove (lambda (entry)
                              (memq (if (consp (cdr entry)) (cadr entry) (cdr entry))
                                    (cons 'dockwright-set-mode dockwright-modes)))
                            auto-mode-alist)))
           (set-auto-mode)))
        ((fboundp 'dockerfile-mode) (dockerfile-mode))
        ((and (fboundp 'dockerfile-ts-mode)
              (fboundp 'treesit-ready-p)
              (treesit-ready-p 'dockerfile t))
         (dockerfile-ts-mode))
        (t (prog-mode))))

(defvar dockwright--name
  "\\(?:\\(?:\\`\\|/\\)\\(?:[Dd]ocker\\|[Cc]ontainer\\)file\\(?:[.-][^/]*\\)?\\|\\.\\(?:[Dd]ocker\\|[Cc]ontainer\\)file\\)\\'"
  "Paths that `dockwright-set-mode' decides on.")

(add-to-list 'auto-mode-alist (cons dockwright--name #'dockwright-set-mode))
(add-to-list 'auto-mode-alist '("file\\(?:\\.[^/]*\\)?\\.\\(?:docker\\|container\\)ignore\\'" . conf-unix-mode))

(provide 'dockwright-files)
;;; dockwright-files.el ends here

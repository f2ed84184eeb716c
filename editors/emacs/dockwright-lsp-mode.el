;;; dockwright-lsp-mode.el --- Dockwright with lsp-mode -*- lexical-binding: t -*-

;; For lsp-mode 8 and later.  Load this file from your init file.

;;; Code:

(require 'lsp-mode)

(defcustom dockwright-command '("dockwright" "lsp")
  "How the server is started."
  :group 'lsp-mode
  :type '(repeat string))

(defcustom dockwright-settings nil
  "Settings of the server, for instance (:preset \"hadolint\")."
  :group 'lsp-mode
  :type 'plist)

(dolist (mode '(dockerfile-mode dockerfile-ts-mode))
  (add-to-list 'lsp-language-id-configuration (cons mode "dockerfile"))
  (add-hook (intern (format "%s-hook" mode)) #'lsp-deferred))

(lsp-register-client
 (make-lsp-client
  :new-connection (lsp-stdio-connection (lambda () dockwright-command))
  :activation-fn (lsp-activate-on "dockerfile")
  ;; Before the servers that lsp-mode has for Dockerfiles.
  :priority 1
  :server-id 'dockwright
  :initialization-options (lambda () (or dockwright-settings (make-hash-table)))))

(provide 'dockwright-lsp-mode)
;;; dockwright-lsp-mode.el ends here

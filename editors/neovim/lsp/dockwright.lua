-- The server's entry for Neovim's own LSP client (0.11 and later): `:help lsp-config`.
---@type vim.lsp.Config
return {
  cmd = { 'dockwright', 'lsp' },
  filetypes = { 'dockerfile' },
  root_markers = { 'dockwright.toml', '.git' },
}

-- The server's configuration for Neovim's own LSP client (0.11 and later): `:help lsp-config`. The
-- user's settings in `vim.lsp.config('dockwright', …)` override it.
---@type vim.lsp.Config
return {
  cmd = { 'dockwright', 'lsp' },
  -- Of the `gitignore` files, `root_dir` accepts only Docker's and Podman's, and ignores
  -- `.gitignore`.
  filetypes = { 'dockerfile', 'gitignore' },
  -- Determines the root folder, and whether a server starts. It uses the user's `root_markers`.
  root_dir = function(bufnr, on_dir)
    require('dockwright.server').root_dir(bufnr, on_dir)
  end,
  on_exit = function(code, signal, client_id)
    require('dockwright.server').on_exit(code, signal, client_id)
  end,
  handlers = {
    ['textDocument/diagnostic'] = function(...)
      return require('dockwright.unnamed').on_diagnostic(...)
    end,
    -- Refreshes the findings for a line after typing pauses. Neovim 0.11 has no handler for this
    -- request.
    ['workspace/diagnostic/refresh'] = function(_, _, context)
      local client = vim.lsp.get_client_by_id(context.client_id)
      for bufnr in pairs(client and client.attached_buffers or {}) do
        local params = { textDocument = vim.lsp.util.make_text_document_params(bufnr) }
        client:request('textDocument/diagnostic', params, nil, bufnr)
      end
      return vim.NIL
    end,
  },
  -- Lets lenses above stages show the uses that they count, and lets a completion item that needs
  -- more text open the next list.
  capabilities = {
    workspace = { diagnostics = { refreshSupport = true } },
    experimental = { commands = { commands = { 'dockwright.showReferences', 'editor.action.triggerSuggest' } } },
  },
  commands = {
    ['editor.action.triggerSuggest'] = function()
      vim.schedule(function()
        if vim.fn.mode() == 'i' then
          vim.lsp.completion.get()
        end
      end)
    end,
    ['dockwright.showReferences'] = function(command, context)
      local client = assert(vim.lsp.get_client_by_id(context.client_id))
      local items = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
      vim.fn.setqflist({}, ' ', { title = command.title, items = items })
      vim.cmd('botright copen')
    end,
  },
}

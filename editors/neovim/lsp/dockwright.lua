-- The server's entry for Neovim's own LSP client (0.11 and later): `:help lsp-config`.
-- What a user says by `vim.lsp.config('dockwright', …)` comes on top of it.
---@type vim.lsp.Config
return {
  cmd = { 'dockwright', 'lsp' },
  -- Of the second one only Docker's and Podman's: `root_dir` leaves `.gitignore` alone.
  filetypes = { 'dockerfile', 'gitignore' },
  -- Tells the root, and whether a server is started. `root_markers` of a user count there.
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
    -- Findings about a line that is being typed come when typing pauses. Neovim 0.11 has no handler for this request.
    ['workspace/diagnostic/refresh'] = function(_, _, context)
      local client = vim.lsp.get_client_by_id(context.client_id)
      for bufnr in pairs(client and client.attached_buffers or {}) do
        local params = { textDocument = vim.lsp.util.make_text_document_params(bufnr) }
        client:request('textDocument/diagnostic', params, nil, bufnr)
      end
      return vim.NIL
    end,
  },
  -- Lenses above stages then show the places that they count, and an item of completion that needs more opens the next
  -- list.
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

-- Sets file types, starts the server, and defines commands. Settings belong in
-- `vim.lsp.config('dockwright', …)`.
if vim.g.loaded_dockwright then
  return
end
vim.g.loaded_dockwright = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('dockwright needs Neovim 0.11 or later', vim.log.levels.WARN)
  return
end

vim.filetype.add({ pattern = require('dockwright.filetype').patterns() })

local t = require('dockwright.texts').text

local group = vim.api.nvim_create_augroup('dockwright', {})

require('dockwright.treesitter').prepare()
vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = 'dockerfile',
  callback = function(event)
    -- Views and other scratch buffers are highlighted, but get no server.
    require('dockwright.treesitter').start(event.buf)
    if vim.bo[event.buf].buftype == '' then
      require('dockwright.server').check_program()
    end
  end,
})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'dockwright' then
      local server = require('dockwright.server')
      server.compare_version(client)
      server.check_hidden(client, event.buf)
    end
  end,
})

-- Highlights for semantic tokens that Neovim has no groups for, and for some that deserve their own
-- colour. No token may match two of these with modifiers, because it is undefined which one wins.
local function highlight()
  for name, link in pairs({
    ['type.escapeSequence'] = '@string.escape',
    ['type.punctuation'] = '@punctuation.delimiter',
    ['typemod.variable.readonly'] = '@constant',
    ['typemod.namespace.defaultLibrary'] = '@module.builtin',
  }) do
    vim.api.nvim_set_hl(0, '@lsp.' .. name .. '.dockerfile', { link = link, default = true })
  end
end
highlight()
-- A colour scheme first clears all highlights.
vim.api.nvim_create_autocmd('ColorScheme', { group = group, callback = highlight })

local function command(name, action, options)
  vim.api.nvim_create_user_command('Dockwright' .. name, action, options)
end

command('Resolved', function(call)
  require('dockwright.view').resolved(vim.api.nvim_get_current_buf(), call.fargs[1])
end, { nargs = '?', desc = t('Show the Dockerfile with its variables replaced by their values') })

command('StageGraph', function()
  require('dockwright.view').stage_graph(vim.api.nvim_get_current_buf())
end, { desc = t('Show the stages and how they depend on each other') })

command('Restart', function()
  require('dockwright.server').restart()
end, { desc = t('Restart the server') })

command('Log', function()
  require('dockwright.server').show_log()
end, { desc = t('Open the log of the LSP client') })

command('InstallParser', function(call)
  require('dockwright.treesitter').install(call.args)
end, { nargs = '?', complete = 'dir', desc = t('Compile the tree-sitter parser') })

vim.lsp.enable('dockwright')

-- Functions that the plugin's modules share. The plugin starts the server and shows its answers; it
-- knows nothing about Dockerfiles.
local t = require('dockwright.texts').text

local M = {}

-- The release that this plugin belongs to. A server of a different release works, but the plugin
-- shows a message.
M.version = '0.1.0'

-- The folder of the plugin.
M.root = vim.fs.dirname(vim.fs.dirname(vim.fs.dirname(vim.fs.normalize(debug.getinfo(1, 'S').source:sub(2)))))

-- For plugin managers that pass options: the same as `vim.lsp.config('dockwright', opts)`.
---@param opts? vim.lsp.Config
function M.setup(opts)
  if opts and next(opts) then
    vim.lsp.config('dockwright', opts)
  end
end

---@param text string
---@param level? integer of `vim.log.levels`
function M.say(text, level)
  vim.notify('dockwright: ' .. text, level or vim.log.levels.INFO, { title = 'Dockwright' })
end

-- Whether the user has enabled the server; the first releases of 0.11 cannot tell.
---@return boolean
function M.is_enabled()
  return not vim.lsp.is_enabled or vim.lsp.is_enabled('dockwright')
end

-- The client of a buffer once it accepts requests, or nil.
---@param bufnr integer
---@return vim.lsp.Client?
function M.client(bufnr)
  local client = vim.lsp.get_clients({ bufnr = bufnr, name = 'dockwright' })[1]
  return client and client.initialized and client or nil
end

-- Runs a command of the server for a document. The callback gets either the answer or a sentence
-- that explains why there is none.
---@param bufnr integer
---@param command string
---@param options table
---@param callback fun(answer: any, problem: string?)
function M.ask(bufnr, command, options, callback)
  local client = M.client(bufnr)
  if not client then
    return callback(nil, t('no server runs for this buffer; see :checkhealth dockwright'))
  end
  local known = vim.tbl_get(client.server_capabilities, 'executeCommandProvider', 'commands') or {}
  if not vim.list_contains(known, command) then
    return callback(nil, t('the server has no command %s, because it is of a different version', command))
  end
  local params = {
    command = command,
    arguments = { vim.uri_from_bufnr(bufnr), next(options) and options or vim.empty_dict() },
  }
  client:request('workspace/executeCommand', params, function(failure, answer)
    callback(answer, failure and failure.message)
  end, bufnr)
end

return M

-- Shows the diagnostics of buffers without a name.
--
-- Neovim (0.11, 0.12) finds the buffer of a diagnostic by its file name. For a buffer without a
-- name, each answer creates a new hidden buffer, and nothing is shown.
local M = {}

local function is_unnamed(context)
  return context.bufnr
    and vim.api.nvim_buf_is_loaded(context.bufnr)
    and vim.api.nvim_buf_get_name(context.bufnr) == ''
end

local function tags(diagnostic)
  local known = vim.lsp.protocol.DiagnosticTag
  local list = diagnostic.tags or {}
  return {
    unnecessary = vim.list_contains(list, known.Unnecessary) or nil,
    deprecated = vim.list_contains(list, known.Deprecated) or nil,
  }
end

-- Handles `textDocument/diagnostic` for unnamed buffers, and leaves the rest to Neovim.
function M.on_diagnostic(failure, result, context)
  if failure or not is_unnamed(context) then
    return vim.lsp.diagnostic.on_diagnostic(failure, result, context)
  end
  local client = vim.lsp.get_client_by_id(context.client_id)
  if not client or not result or result.kind == 'unchanged' then
    return
  end
  local lines = vim.api.nvim_buf_get_lines(context.bufnr, 0, -1, false)
  local function column(position)
    return vim.str_byteindex(lines[position.line + 1] or '', client.offset_encoding, position.character, false)
  end
  local found = vim.tbl_map(function(diagnostic)
    local range = diagnostic.range
    return {
      lnum = range.start.line,
      col = column(range.start),
      end_lnum = range['end'].line,
      end_col = column(range['end']),
      severity = diagnostic.severity,
      message = diagnostic.message,
      source = diagnostic.source,
      code = diagnostic.code,
      _tags = tags(diagnostic),
      user_data = { lsp = diagnostic },
    }
  end, result.items)
  vim.diagnostic.set(vim.lsp.diagnostic.get_namespace(client.id, true, context.params.identifier), context.bufnr, found)
end

return M

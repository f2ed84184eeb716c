-- Opens scratch windows for the server's views of a Dockerfile, and updates them after edits.
local dockwright = require('dockwright')
local t = require('dockwright.texts').text

local M = {}

-- How long typing must pause before a view is updated, in milliseconds.
M.pause = 150

---@class dockwright.View
---@field kind string a word for the buffer's name
---@field title string
---@field command string of the server
---@field target? string the stage; nil for the last one
---@field options? table further ones for the command
---@field filetype? string
---@field render fun(answer: any): string[], any lines, and what the keys of the view need
---@field attach? fun(view: integer, source: integer) once, for keys

-- Replaces only the lines that differ, so that cursors and folds in other lines stay.
local function set_lines(bufnr, lines)
  local old = vim.api.nvim_buf_get_lines(bufnr, 0, -1, true)
  local diff = vim.text.diff or vim.diff
  local before, after = table.concat(old, '\n') .. '\n', table.concat(lines, '\n') .. '\n'
  local hunks = diff(before, after, { result_type = 'indices' })
  vim.bo[bufnr].modifiable = true
  -- From the end, so that line numbers before each change stay valid.
  for number = #hunks, 1, -1 do
    local start, count, new_start, new_count = unpack(hunks[number])
    -- A hunk that replaces nothing inserts after the line with its number.
    local first = count == 0 and start or start - 1
    local new = vim.list_slice(lines, new_start, new_start + new_count - 1)
    vim.api.nvim_buf_set_lines(bufnr, first, first + count, true, new)
  end
  vim.bo[bufnr].modifiable, vim.bo[bufnr].modified = false, false
end

local function set_title(bufnr, title)
  for _, window in ipairs(vim.fn.win_findbuf(bufnr)) do
    vim.wo[window].winbar = ' ' .. title:gsub('%%', '%%%%')
  end
end

local function title(view, source, problem)
  local name = vim.api.nvim_buf_get_name(source)
  local parts = { view.title, name == '' and t('[No Name]') or vim.fn.fnamemodify(name, ':~:.') }
  if view.target then
    parts[#parts + 1] = t('target %s', view.target)
  end
  return table.concat(parts, ' · ') .. (problem and (' · ' .. problem) or '')
end

-- Opens the view of a buffer beside its window, or goes to it.
---@param view dockwright.View
---@param source integer the buffer of the Dockerfile
function M.open(view, source)
  local name = ('dockwright://%s/%d/%s'):format(view.kind, source, view.target or '')
  local bufnr = vim.fn.bufnr('^' .. vim.fn.escape(name, '\\[]*?{},') .. '$')
  if bufnr > 0 and #vim.fn.win_findbuf(bufnr) > 0 then
    vim.api.nvim_set_current_win(vim.fn.win_findbuf(bufnr)[1])
    return bufnr
  end
  vim.cmd('rightbelow vnew')
  bufnr = vim.api.nvim_get_current_buf()
  vim.bo[bufnr].buftype, vim.bo[bufnr].bufhidden, vim.bo[bufnr].swapfile = 'nofile', 'wipe', false
  vim.api.nvim_buf_set_name(bufnr, name)
  vim.bo[bufnr].modifiable = false
  if view.filetype then
    vim.bo[bufnr].filetype = view.filetype
  end
  set_title(bufnr, title(view, source))

  local asked, timer = 0, assert(vim.uv.new_timer())
  local function renew()
    if not (vim.api.nvim_buf_is_valid(bufnr) and vim.api.nvim_buf_is_loaded(source)) then
      return
    end
    asked = asked + 1
    local number = asked
    local options = vim.tbl_extend('error', { target = view.target }, view.options or {})
    dockwright.ask(source, view.command, options, function(answer, problem)
      -- Answers for older texts may arrive late.
      if number ~= asked or not vim.api.nvim_buf_is_valid(bufnr) then
        return
      end
      if not problem then
        local lines, state = view.render(answer)
        set_lines(bufnr, lines)
        vim.b[bufnr].dockwright = state
      end
      vim.b[bufnr].dockwright_problem = problem
      set_title(bufnr, title(view, source, problem))
    end)
  end
  local group = vim.api.nvim_create_augroup(name, {})
  vim.api.nvim_create_autocmd({ 'TextChanged', 'TextChangedI', 'TextChangedP' }, {
    group = group,
    buffer = source,
    callback = function()
      timer:start(M.pause, 0, vim.schedule_wrap(renew))
    end,
  })
  -- Update when a server restarts, or attaches after the view was opened.
  vim.api.nvim_create_autocmd('LspAttach', { group = group, buffer = source, callback = vim.schedule_wrap(renew) })
  vim.api.nvim_create_autocmd({ 'BufUnload', 'BufWipeout' }, {
    group = group,
    buffer = source,
    callback = vim.schedule_wrap(function()
      if vim.api.nvim_buf_is_valid(bufnr) and not vim.api.nvim_buf_is_loaded(source) then
        vim.api.nvim_buf_delete(bufnr, { force = true })
      end
    end),
  })
  vim.api.nvim_create_autocmd('BufWipeout', {
    group = group,
    buffer = bufnr,
    callback = function()
      timer:stop()
      timer:close()
      vim.api.nvim_del_augroup_by_id(group)
    end,
  })
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = bufnr, desc = t('Close the view') })
  if view.attach then
    view.attach(bufnr, source)
  end
  renew()
  return bufnr
end

-- Opens the file with its variables replaced by their values.
---@param source integer
---@param target? string
function M.resolved(source, target)
  return M.open({
    kind = 'resolved',
    title = t('resolved'),
    command = 'dockwright.resolvedDockerfile',
    target = target,
    filetype = 'dockerfile',
    render = function(text)
      return vim.split((text:gsub('\r?\n$', '')), '\r?\n')
    end,
  }, source)
end

-- The lines of the server's drawing, and for each line that shows a stage the range of its name in
-- the document.
---@param answer table of `dockwright.stageGraph`
---@return string[] lines, table[] places
function M.drawn_stages(answer)
  if not answer.drawing then
    return { t('The server cannot draw the stages, because it is of a different version.') }, {}
  end
  local places = vim.tbl_map(function(index)
    return answer.stages[index + 1].selectionRange
  end, answer.drawn)
  return vim.split((answer.drawing:gsub('\n$', '')), '\n'), places
end

-- Opens the graph of the stages and their dependencies.
---@param source integer
function M.stage_graph(source)
  return M.open({
    kind = 'stages',
    title = t('stages'),
    command = 'dockwright.stageGraph',
    options = { format = 'text' },
    render = M.drawn_stages,
    attach = function(bufnr)
      vim.keymap.set('n', '<CR>', function()
        local places = vim.b[bufnr].dockwright or {}
        local place = places[vim.api.nvim_win_get_cursor(0)[1]]
        local client = dockwright.client(source)
        if type(place) == 'table' and client then
          local location = { uri = vim.uri_from_bufnr(source), range = place }
          vim.cmd.wincmd('p')
          vim.lsp.util.show_document(location, client.offset_encoding, { reuse_win = true, focus = true })
        end
      end, { buffer = bufnr, desc = t('Go to the stage') })
    end,
  }, source)
end

return M

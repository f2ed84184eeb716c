-- Tests typing in a second Neovim: keys reach its insert mode, popup menu and snippets as a user's
-- would, which an editor that runs a script cannot do to itself.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')

local lua, keys, line, editor = expect.second_editor()

local function wait_for(what, code, ...)
  local arguments = { ... }
  return expect.wait_for(what, function()
    return lua(code, unpack(arguments))
  end)
end

local menu = [[
  local menu = vim.fn.complete_info({ 'items', 'pum_visible' })
  return menu.pum_visible == 1 and #menu.items > 0 and vim.tbl_map(function(item)
    return item.abbr ~= '' and item.abbr or item.word
  end, menu.items) or nil
]]

-- Types into a new last line, accepts the first completion, and expects this line.
local function complete(typed, expected)
  keys('<C-\\><C-n>Go' .. typed:gsub('<', '<lt>'))
  expect.rest(150)
  keys('<C-x><C-o>')
  wait_for('menu for ' .. typed, menu)
  keys('<C-n><C-y>')
  local found = vim.wait(5000, function()
    return vim.startswith(line(), expected)
  end, 20)
  assert(found, ('%s became "%s"'):format(typed, line()))
  expect.say('ok   accepted: ' .. expected)
  keys('<Esc><Esc>')
  expect.rest(50)
end

expect.run(function()
  local path = expect.write('Dockerfile', { 'FROM alpine:3.20 AS build', 'ARG VERSION=1', 'FROM alpine:3.20' })
  lua('vim.o.columns, vim.o.lines = 100, 30')
  lua('vim.opt.completeopt = { "menu", "menuone", "noselect" }')
  lua('vim.cmd.edit(...)', path)
  wait_for('client', [[
    local client = vim.lsp.get_clients({ name = 'dockwright' })[1]
    if client and client.initialized then
      vim.lsp.completion.enable(true, client.id, 0, { autotrigger = true })
      return true
    end
  ]])
  complete('EXPO', 'EXPOSE')
  complete('copy --from=bui', 'copy --from=build')
  complete('COPY --fro', 'COPY --from=')
  complete('STOPSIGNAL SIGTER', 'STOPSIGNAL SIGTERM')
  complete('ENV NAME="한글 😀"\nLABEL b="한글 😀 $NAM', 'LABEL b="한글 😀 $NAME')

  -- The signature of the flag that is being typed, in a separate window.
  keys('oHEALTHCHECK --interval=<C-e>')
  expect.rest(150)
  keys('<C-s>')
  wait_for('signature', [[
    return vim.iter(vim.api.nvim_list_wins()):any(function(window)
      local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true)
      return table.concat(lines, '\n'):find('--interval=<duration>', 1, true) ~= nil
    end)
  ]])
  keys('<C-\\><C-n>')

  -- The findings for half-typed lines are on those lines.
  lua('vim.cmd("%delete _")')
  keys('iFROM alpine<CR>RUN echo hi<CR>COP')
  wait_for('finding in a half-typed line', [[
    local found = vim.diagnostic.get(0, { severity = 1 })
    return #found == 1 and found[1].lnum == 2
  ]])
  keys('<C-\\><C-n>')
  vim.rpcnotify(editor, 'nvim_command', 'qall!')
  expect.equal('the end of the editor', vim.fn.jobwait({ editor }, 5000)[1], 0)
end)

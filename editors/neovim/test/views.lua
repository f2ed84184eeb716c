-- Tests the resolved view and the stage graph.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')
local wait_for = expect.wait_for

local function view(kind)
  return vim.iter(vim.api.nvim_list_bufs()):find(function(bufnr)
    return vim.api.nvim_buf_get_name(bufnr):find('dockwright://' .. kind, 1, true) ~= nil
  end)
end

local function shows(kind, line)
  return function()
    return view(kind) and vim.list_contains(expect.lines(view(kind)), line)
  end
end

local function resolved()
  local source = expect.open(expect.write('Dockerfile', {
    'ARG VERSION=3.20',
    'FROM alpine:${VERSION} AS build',
    'ENV OUT=/out',
    'WORKDIR $OUT/a',
    'FROM alpine:$VERSION',
    'COPY --from=build $OUT .',
  }))
  vim.cmd.DockwrightResolved()
  wait_for('reason in the title before the server is there', function()
    return vim.wo.winbar:find('no server', 1, true)
  end)
  wait_for('view once it is there', shows('resolved', 'FROM alpine:3.20 AS build'))
  local bufnr = view('resolved')
  expect.equal('its kind', { vim.bo[bufnr].buftype, vim.bo[bufnr].filetype }, { 'nofile', 'dockerfile' })
  expect.equal('its clients', vim.lsp.get_clients({ bufnr = bufnr }), {})
  assert(not vim.bo[bufnr].modifiable, 'the view can be edited')
  vim.api.nvim_win_set_cursor(0, { 4, 3 })
  vim.cmd.wincmd('p')
  expect.equal('the buffer behind', vim.api.nvim_get_current_buf(), source)
  vim.api.nvim_buf_set_lines(0, 0, 1, true, { '# Newer', 'ARG VERSION=3.21' })
  vim.api.nvim_exec_autocmds('TextChanged', { buffer = source })
  wait_for('view after an edit', shows('resolved', 'FROM alpine:3.21 AS build'))
  expect.equal('the cursor of the view', vim.api.nvim_win_get_cursor(vim.fn.win_findbuf(bufnr)[1]), { 5, 3 })
  local before = #vim.api.nvim_list_wins()
  vim.cmd.DockwrightResolved()
  expect.equal('the number of windows', #vim.api.nvim_list_wins(), before)
  vim.cmd.normal('q')
  expect.equal('the view when closed', view('resolved'), nil)

  vim.cmd('DockwrightResolved build')
  wait_for('view of a target', shows('resolved', 'WORKDIR /out/a'))
  vim.cmd.normal('q')
  vim.cmd('DockwrightResolved nowhere')
  wait_for('reason for no view', function()
    return vim.wo.winbar:find('there is no stage nowhere', 1, true)
  end)
  vim.cmd('bwipeout! ' .. source)
  wait_for('end of the view with its buffer', function()
    return not view('resolved')
  end)
end

local function stage_graph()
  local source = expect.open(expect.write('stages.Dockerfile', {
    'FROM alpine:3.20 AS base',
    'FROM base AS build',
    'FROM base',
    'COPY --from=build /out /',
  }))
  wait_for('client', expect.client)
  vim.cmd.DockwrightStageGraph()
  wait_for('graph', shows('stages', '└┴─▶ 2       FROM base        COPY --from=build · target'))
  vim.api.nvim_win_set_cursor(0, { 2, 0 })
  vim.api.nvim_feedkeys(vim.keycode('<CR>'), 'x', false)
  expect.equal('the buffer of the stage', vim.api.nvim_get_current_buf(), source)
  expect.equal('the place of the stage', vim.api.nvim_win_get_cursor(0), { 2, 13 })
  vim.api.nvim_buf_set_lines(0, 3, 4, true, { 'COPY --from=nginx:1 /out /' })
  vim.api.nvim_exec_autocmds('TextChanged', { buffer = source })
  wait_for('graph after an edit', shows('stages', '├─▶ 1 build FROM base        not used'))
  wait_for('image that is needed', shows('stages', '└─▶ 2       FROM base        COPY --from=nginx:1 · target'))
end

-- How an answer is displayed.
local function drawing()
  local function range(line)
    return { start = { line = line, character = 0 }, ['end'] = { line = line, character = 4 } }
  end
  local stages = { { selectionRange = range(0) }, { selectionRange = range(2) }, { selectionRange = range(4) } }
  local lines, places = require('dockwright.view').drawn_stages({
    stages = stages,
    drawing = '0 a\n2 c\nNot shown: 1 stage\n',
    drawn = { 0, 2 },
  })
  expect.equal('the lines', lines, { '0 a', '2 c', 'Not shown: 1 stage' })
  expect.equal('the places', places, { range(0), range(4) })
  lines = require('dockwright.view').drawn_stages({ stages = stages })
  expect.equal('an older server', lines, { 'The server cannot draw the stages, because it is of a different version.' })
  expect.say('ok   drawing')
end

expect.run(function()
  resolved()
  drawing()
  stage_graph()
end)

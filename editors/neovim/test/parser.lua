-- Tests the tree-sitter parser: the plugin's command builds it, and it uses our queries whatever
-- else is installed.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')
local wait_for = expect.wait_for
local treesitter = require('dockwright.treesitter')
local grammar = vim.env.DOCKWRIGHT_TEST_ROOT .. '/grammar'

local sample = {
  '# syntax=docker/dockerfile:1',
  'FROM alpine:3.20 AS build',
  'COPY --from=build /a /b',
  'EXPOSE 80/tcp',
}

-- The captures at the first occurrence of a text.
local function captures(bufnr, row, text)
  local column = assert(expect.lines(bufnr)[row + 1]:find(text, 1, true)) - 1
  return vim.tbl_map(function(capture)
    return capture.capture
  end, vim.treesitter.get_captures_at_pos(bufnr, row, column))
end

local function without_parser()
  local bufnr = expect.open(expect.write('Dockerfile', sample))
  expect.rest(100)
  expect.equal('the highlighter without a parser', vim.treesitter.highlighter.active[bufnr], nil)
  expect.equal('the queries without a parser', vim.treesitter.query.get_files('dockerfile', 'highlights'), {})
  vim.cmd('checkhealth dockwright')
  assert(table.concat(expect.lines(), '\n'):find('no parser `dockerfile`', 1, true), 'the health check does not know')
  vim.cmd('bwipeout!')
  return bufnr
end

local function install(bufnr)
  vim.cmd('DockwrightInstallParser /nowhere')
  assert(expect.message('there is no grammar beside the plugin'), vim.inspect(expect.messages))
  -- A query of a different grammar on the runtime path, as other plugins have it, is not used.
  local other = vim.fs.dirname(expect.workspace) .. '/other'
  expect.write('queries/dockerfile/highlights.scm', { '(no_node_of_ours) @keyword' }, other)
  expect.write('parser/dockerfile.so', { 'no library' }, other)
  vim.opt.runtimepath:prepend(other)
  vim.cmd.DockwrightInstallParser(vim.fn.fnameescape(grammar))
  expect.wait_for('parser', function()
    return expect.message('and in use')
  end, 40000)
  wait_for('highlighter in the open buffer', function()
    return vim.treesitter.highlighter.active[bufnr]
  end)
  expect.equal('the messages', #expect.messages, 3)
end

local function highlights(bufnr)
  vim.treesitter.get_parser(bufnr):parse(true)
  for _, expected in ipairs({
    { 0, 'syntax', 'keyword.directive' },
    { 1, 'FROM', 'keyword' },
    { 1, 'alpine', 'module' },
    { 1, '3.20', 'constant' },
    { 1, 'AS', 'keyword' },
    { 1, 'build', 'label' },
    { 2, '--from', 'attribute' },
    { 2, '/a', 'string.special.path' },
    { 3, '80', 'number' },
    { 3, 'tcp', 'type' },
  }) do
    local row, text, name = unpack(expected)
    local found = captures(bufnr, row, text)
    assert(vim.list_contains(found, name), ('%s is %s, not %s'):format(text, vim.inspect(found), name))
  end
  expect.say('ok   captures')
  for _, name in ipairs({ 'highlights', 'injections', 'folds', 'indents', 'locals' }) do
    assert(vim.treesitter.query.get('dockerfile', name), name .. ' is missing')
  end
  -- Queries that a user adds in the usual way are used.
  local mine = vim.fs.dirname(expect.workspace) .. '/mine'
  expect.write('after/queries/dockerfile/highlights.scm', { ';; extends', '(port) @mine' }, mine)
  vim.opt.runtimepath:append(mine .. '/after')
  local second = expect.open(expect.write('b.Dockerfile', sample))
  wait_for('highlighter of another buffer', function()
    return vim.treesitter.highlighter.active[second]
  end)
  expect.equal('our query and the extension', #vim.treesitter.query.get_files('dockerfile', 'highlights'), 2)
  vim.wo.foldmethod, vim.wo.foldexpr = 'expr', 'v:lua.vim.treesitter.foldexpr()'
  wait_for('fold of a stage', function()
    return vim.fn.foldlevel(3) > 0
  end)
end

local function health()
  vim.cmd('checkhealth dockwright')
  local text = table.concat(expect.lines(), '\n')
  assert(text:find('the parser is ours: ' .. treesitter.parser_path(), 1, true), text)
  assert(not text:find('do not fit', 1, true), text)
  vim.cmd('bwipeout!')
  expect.say('ok   health')
end

expect.run(function()
  local bufnr = without_parser()
  install(bufnr)
  highlights(bufnr)
  health()
end)

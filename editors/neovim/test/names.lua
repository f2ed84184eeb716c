-- Tests the table of file names, which all editors and the command line share.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')

expect.run(function()
  local kind, count, problems = nil, 0, {}
  for line in io.lines(vim.env.DOCKWRIGHT_TEST_ROOT .. '/tests/file-names.txt') do
    local section = line:match('^%[(%a+)%]$')
    if section then
      kind = section
    elseif line ~= '' and line:sub(1, 1) ~= '#' then
      local name, differing = line:match('^(.-)  | (.*)$')
      local expected = (kind == 'dockerfile') ~= ((differing or ''):find('neovim', 1, true) ~= nil)
      local path = vim.fs.joinpath(expect.workspace, name or line)
      local found = vim.filetype.match({ filename = path, buf = 0 })
      if (found == 'dockerfile') ~= expected then
        table.insert(problems, ('%s is %s'):format(line, found))
      end
      count = count + 1
    end
  end
  assert(#problems == 0, table.concat(problems, '\n'))
  assert(count > 200, count)
  expect.say('ok   the table of names')

  -- A file that is not a Dockerfile keeps its type without the plugin, or at least does not become a
  -- Dockerfile.
  for name, expected in pairs({
    ['dockerfile.py'] = 'python',
    ['Dockerfile.MD'] = 'markdown',
    ['Dockerfile.dev.yml'] = 'yaml',
    ['Dockerfile.sh'] = 'sh',
    ['Dockerfile.dockerignore'] = 'gitignore',
    ['Dockerfile.bak'] = 'text',
  }) do
    expect.equal(name, vim.filetype.match({ filename = vim.fs.joinpath(expect.workspace, name), buf = 0 }), expected)
  end
  expect.say('ok   other file types')
end)

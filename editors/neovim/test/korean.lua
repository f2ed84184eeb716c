-- Messages are in the user's language.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')
local texts = require('dockwright.texts')

-- The English texts in the plugin's sources.
local function used()
  local found = {}
  for path in vim.fs.dir(vim.env.DOCKWRIGHT_TEST_PLUGIN, { depth = 3 }) do
    if vim.endswith(path, '.lua') and not path:find('^test/') then
      local source = table.concat(vim.fn.readfile(vim.fs.joinpath(vim.env.DOCKWRIGHT_TEST_PLUGIN, path)), '\n')
      for text in source:gmatch("%f[%w_]t%('([^'\n]*)'") do
        found[text] = true
      end
    end
  end
  return found
end

local function complete()
  local found, known = used(), texts.translations.ko
  assert(vim.tbl_count(found) > 50, vim.tbl_count(found))
  for english in pairs(found) do
    assert(known[english], 'not translated: ' .. english)
  end
  for english, korean in pairs(known) do
    assert(found[english], 'not used: ' .. english)
    local function placeholders(text)
      return text:gsub('[^%%]*(%%%a)[^%%]*', '%1'):gsub('^[^%%]+$', '')
    end
    expect.equal('the placeholders of ' .. english, placeholders(korean), placeholders(english))
  end
  expect.say('ok   translations')
end

local function language()
  local function chosen(setting, option, environment)
    vim.env.LC_ALL, vim.env.LC_MESSAGES, vim.env.LANG = nil, nil, environment
    vim.lsp.config('dockwright', {
      cmd = option and { 'dockwright', 'lsp', '--locale', option } or { 'dockwright', 'lsp' },
      settings = { dockwright = { locale = setting } },
    })
    return texts.language()
  end
  expect.equal('the environment', chosen('auto', nil, 'ko_KR.UTF-8'), 'ko')
  expect.equal('the option', chosen('auto', 'en', 'ko_KR.UTF-8'), 'en')
  expect.equal('the setting', chosen('ko', 'en', 'en_US.UTF-8'), 'ko')
  expect.equal('a container', chosen('auto', nil, 'C.UTF-8'), nil)
  expect.say('ok   language')
end

-- The first line with three plain English words after each other, outside of code.
local function english(text)
  for line in vim.gsplit(text, '\n') do
    local words = line:gsub('`[^`]*`', '`'):gsub('[:/]%S*', ':')
    if words:find('%f[%a]%a%l+ %a%l+ %a%l+') then
      return line
    end
  end
end

local function shown()
  vim.env.LC_ALL = 'ko_KR.UTF-8'
  vim.lsp.config('dockwright', { settings = { dockwright = { locale = 'auto' } } })
  local file = vim.fs.joinpath(expect.workspace, 'Dockerfile')
  vim.fn.writefile({ 'FROM alpine:3.22 AS build', 'CMD echo hello', 'COPY --from=biuld /a /b' }, file)
  expect.open(file)
  local found = expect.wait_for('findings', function()
    local found = vim.diagnostic.get(0)
    return #found > 0 and found
  end)
  for _, diagnostic in ipairs(found) do
    assert(not english(diagnostic.message), diagnostic.message)
  end
  vim.cmd('checkhealth dockwright')
  local text = table.concat(expect.lines(), '\n')
  assert(text:find('실행 중', 1, true), text)
  assert(not english(text), english(text))
  expect.say('ok   findings and health')
end

expect.run(function()
  complete()
  language()
  shown()
end)

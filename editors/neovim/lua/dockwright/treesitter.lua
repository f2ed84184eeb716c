-- Loads the tree-sitter parser of our grammar, and its queries.
--
-- Other plugins provide a parser with the same name, `dockerfile`, and queries that fit it but not
-- ours. So our queries are in a separate folder, `runtime`, which is put first on the runtime path
-- only if the parser in use is ours.
local dockwright = require('dockwright')
local t = require('dockwright.texts').text

local M = {}

local language = 'dockerfile'
local is_told = false

-- The folder for the runtime path into which `:DockwrightInstallParser` puts the parser.
---@return string
function M.parser_dir()
  return vim.fs.joinpath(vim.fn.stdpath('data'), 'dockwright')
end

---@return string
function M.parser_path()
  return vim.fs.joinpath(M.parser_dir(), 'parser', language .. '.so')
end

local function put_first(dir)
  if vim.opt.runtimepath:get()[1] ~= dir then
    vim.opt.runtimepath:remove(dir)
    vim.opt.runtimepath:prepend(dir)
  end
end

local function use_queries()
  put_first(vim.fs.joinpath(dockwright.root, 'runtime'))
end

-- Called once at the start: the parser that our command installed takes precedence over others with
-- its name.
function M.prepare()
  if vim.g.dockwright_treesitter ~= false and vim.uv.fs_stat(M.parser_path()) then
    put_first(M.parser_dir())
    use_queries()
  end
end

-- Whether there is a parser with this name. Neovim raises an error for a file that is not a parser.
local function is_there()
  local ok, found = pcall(vim.treesitter.language.add, language)
  return ok and found or false
end

-- Whether Neovim uses our parser, which is the only one whose tree has stages. Nil if there is no
-- parser.
---@return boolean?
function M.is_ours()
  if not is_there() then
    return nil
  end
  return (pcall(vim.treesitter.query.parse, language, '(source_file (stage))'))
end

-- The files of the highlights query, in the order in which Neovim uses them, and a problem if they
-- do not fit the parser.
---@return string[] files, string? problem
function M.queries()
  local files = vim.treesitter.query.get_files(language, 'highlights')
  for _, name in ipairs({ 'highlights', 'injections', 'folds', 'indents', 'locals' }) do
    local ok, problem = pcall(vim.treesitter.query.get, language, name)
    if not ok then
      return files, tostring(problem)
    end
  end
  return files, nil
end

-- Highlights a buffer if our parser is installed, unless the user sets `vim.g.dockwright_treesitter
-- = false`.
---@param bufnr integer
function M.start(bufnr)
  if vim.g.dockwright_treesitter == false or not M.is_ours() then
    return
  end
  use_queries()
  local _, problem = M.queries()
  if not problem then
    vim.treesitter.start(bufnr, language)
  elseif not is_told then
    is_told = true
    dockwright.say(t('the parser does not fit the queries. :DockwrightInstallParser builds a new one'), vim.log.levels.WARN)
  end
end

-- The folder with parser.c, in the given folder of the grammar or the default one.
local function sources(given)
  local grammar = given ~= '' and given or vim.fs.joinpath(dockwright.root, '..', '..', 'grammar')
  for _, dir in ipairs({ vim.fs.joinpath(grammar, 'src'), grammar }) do
    if vim.uv.fs_stat(vim.fs.joinpath(dir, 'parser.c')) then
      return vim.uv.fs_realpath(dir)
    end
  end
end

---@return string?
function M.compiler()
  for _, name in ipairs({ vim.env.CC or 'cc', 'cc', 'gcc', 'clang' }) do
    if vim.fn.executable(name) == 1 then
      return name
    end
  end
end

-- Compiles the parser, only when the user runs the command.
---@param grammar string the folder of the grammar's sources, or '' for those of the plugin's checkout
function M.install(grammar)
  local dir, cc, path = sources(vim.fn.expand(grammar)), M.compiler(), M.parser_path()
  if not dir then
    return dockwright.say(
      t('there is no grammar beside the plugin; name the folder: :DockwrightInstallParser /path/to/dockwright/grammar'),
      vim.log.levels.ERROR
    )
  elseif not cc then
    return dockwright.say(t('there is no C compiler (cc, gcc or clang, or the one that $CC names)'), vim.log.levels.ERROR)
  end
  local is_loaded = is_there()
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  -- A parser in use must not be overwritten, but can be replaced.
  local fresh = path .. '.new'
  local command = { cc, '-O2', '-shared', '-fPIC', '-I', dir, '-o', fresh }
  vim.list_extend(command, { vim.fs.joinpath(dir, 'parser.c'), vim.fs.joinpath(dir, 'scanner.c') })
  dockwright.say(t('compiling the parser…'))
  vim.system(command, { text = true }, vim.schedule_wrap(function(done)
    local ok, problem = done.code == 0, done.stderr
    if ok then
      ok, problem = vim.uv.fs_rename(fresh, path)
    end
    if not ok then
      return dockwright.say(t('the parser cannot be built: %s', vim.trim(problem or '')), vim.log.levels.ERROR)
    elseif is_loaded then
      return dockwright.say(t('the parser is in %s; restart Neovim to use it', path))
    end
    M.prepare()
    for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
      if vim.api.nvim_buf_is_loaded(bufnr) and vim.bo[bufnr].filetype == language then
        M.start(bufnr)
      end
    end
    dockwright.say(t('the parser is in %s and in use', path))
  end))
end

return M

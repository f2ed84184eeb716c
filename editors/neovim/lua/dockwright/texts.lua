-- The plugin's own messages in the user's language. English texts are the keys, so a message that is
-- not translated is shown in English.
local M = {}

-- The translations, by the code of the language. Placeholders keep their order.
M.translations = {
  ko = {
    ['Show the Dockerfile with its variables replaced by their values'] =
      '변수를 값으로 바꾼 Dockerfile 보기',
    ['Show the stages and how they depend on each other'] = '스테이지와 그 의존 관계 보기',
    ['Restart the server'] = '서버 다시 시작',
    ['Open the log of the LSP client'] = 'LSP 클라이언트의 로그 열기',
    ['Compile the tree-sitter parser'] = 'tree-sitter 파서 컴파일',
    ['no server runs for this buffer; see :checkhealth dockwright'] =
      '이 버퍼에서 실행 중인 서버가 없습니다. :checkhealth dockwright를 확인하세요',
    ['the server has no command %s, because it is of a different version'] =
      '버전이 다른 서버라서 %s 명령이 없습니다',
    ['there is no program `%s`. %s'] = '`%s` 프로그램이 없습니다. %s',
    ['Install it with `cargo install --locked --path server` in a checkout of Dockwright, or name it in `cmd`: :help dockwright-install'] =
      'Dockwright 저장소에서 `cargo install --locked --path server`로 설치하거나 `cmd`에 지정하세요: :help dockwright-install',
    ['the server ended %d times within %d minutes (%s) and was not restarted'] =
      '서버가 %d번 종료되어(%d분 이내, %s) 다시 시작하지 않았습니다',
    ['. :DockwrightLog may show why; :DockwrightRestart tries again'] =
      '. 원인은 :DockwrightLog에서 확인하고, 다시 시작하려면 :DockwrightRestart를 실행하세요',
    ['the server ended (%s); restarting it (%d of %d)'] = '서버가 종료되어(%s) 다시 시작합니다(%d/%d)',
    ['signal %d'] = '시그널 %d',
    ['exit code %d'] = '종료 코드 %d',
    ['unknown'] = '알 수 없음',
    ['the server is version %s, but the plugin is version %s; update the older one'] =
      '서버의 버전은 %s, 플러그인의 버전은 %s입니다. 오래된 쪽을 업데이트하세요',
    ['[No Name]'] = '[이름 없음]',
    ['target %s'] = '대상 %s',
    ['resolved'] = '값으로 바꿈',
    ['stages'] = '스테이지',
    ['The server cannot draw the stages, because it is of a different version.'] =
      '버전이 다른 서버라서 스테이지를 그릴 수 없습니다.',
    ['Close the view'] = '보기 닫기',
    ['Go to the stage'] = '스테이지로 이동',
    ['the parser does not fit the queries. :DockwrightInstallParser builds a new one'] =
      '파서가 쿼리와 맞지 않습니다. :DockwrightInstallParser로 새로 빌드하세요',
    ['there is no grammar beside the plugin; name the folder: :DockwrightInstallParser /path/to/dockwright/grammar'] =
      '플러그인 옆에 문법이 없습니다. 폴더를 지정하세요: :DockwrightInstallParser /path/to/dockwright/grammar',
    ['there is no C compiler (cc, gcc or clang, or the one that $CC names)'] =
      'C 컴파일러가 없습니다(cc, gcc, clang 또는 $CC가 가리키는 프로그램)',
    ['compiling the parser…'] = '파서를 컴파일하는 중…',
    ['the parser cannot be built: %s'] = '파서를 빌드할 수 없습니다: %s',
    ['the parser is in %s; restart Neovim to use it'] =
      '파서를 %s에 설치했습니다. 사용하려면 Neovim을 다시 시작하세요',
    ['the parser is in %s and in use'] = '파서를 %s에 설치하여 사용 중입니다',
    ['dockwright: program'] = 'dockwright: 프로그램',
    ['`cmd` is a function; what it starts is not checked'] =
      '`cmd`가 함수이므로 시작하는 프로그램은 확인하지 않습니다',
    ['there is no program `%s`'] = '`%s` 프로그램이 없습니다',
    ['Run `cargo install --locked --path server` in a checkout of Dockwright.'] =
      'Dockwright 저장소에서 `cargo install --locked --path server`를 실행하세요.',
    ['Or name it: %s'] = '또는 프로그램을 지정하세요: %s',
    ['`%s` is %s'] = '`%s`의 경로: %s',
    ['it prints no version for `--version`: it is a different program, or broken'] =
      '`--version`으로 버전을 출력하지 않습니다. 다른 프로그램이거나 손상된 프로그램입니다',
    ['its version is %s, but the plugin is version %s'] = '프로그램의 버전은 %s, 플러그인의 버전은 %s입니다',
    ['version %s'] = '버전 %s',
    ['dockwright: server'] = 'dockwright: 서버',
    ['disabled; %s enables it'] = '꺼져 있습니다. 켜려면: %s',
    ['(none)'] = '(없음)',
    ['runs: version %s, root %s, %d buffer(s), columns in %s'] =
      '실행 중: 버전 %s, 루트 %s, 버퍼 %d개, 열의 단위 %s',
    ['does not run; it starts with the first Dockerfile'] =
      '실행 중이 아닙니다. 첫 Dockerfile을 열면 시작합니다',
    ['ended %d time(s) recently in %s'] = '최근에 %d번 종료되었습니다(%s)',
    ['(no root)'] = '(루트 없음)',
    [', and was not restarted'] = '. 다시 시작하지 않았습니다',
    ['settings: %s'] = '설정: %s',
    ['the settings are not in `dockwright`'] = '설정이 `dockwright` 안에 있지 않습니다',
    ['log: %s'] = '로그: %s',
    ['dockwright: file type'] = 'dockwright: 파일 형식',
    ['dockwright: tree-sitter (optional)'] = 'dockwright: tree-sitter(선택 사항)',
    ['there is no parser `dockerfile`; :DockwrightInstallParser builds one'] =
      '`dockerfile` 파서가 없습니다. :DockwrightInstallParser로 빌드할 수 있습니다',
    ['there is no C compiler to build it'] = '빌드에 필요한 C 컴파일러가 없습니다',
    ['%s belongs to a different grammar; our queries are not used'] =
      '%s: 다른 문법의 파서이므로 Dockwright의 쿼리를 사용하지 않습니다',
    ['the parser'] = '파서',
    [':DockwrightInstallParser builds ours, which then comes first'] =
      ':DockwrightInstallParser를 실행하면 Dockwright의 파서를 빌드하여 먼저 사용합니다',
    ['the parser is ours: %s'] = 'Dockwright의 파서입니다: %s',
    ['(loaded by name)'] = '(이름으로 불러옴)',
    ['the queries do not fit it: %s'] = '쿼리가 파서와 맞지 않습니다: %s',
    ['queries: %s'] = '쿼리: %s',
    ['highlighting is off: vim.g.dockwright_treesitter is false'] =
      '구문 강조가 꺼져 있습니다: vim.g.dockwright_treesitter가 false입니다',
  },
}

-- The code of a locale such as `ko_KR.UTF-8`, or nil for none, `C` and `auto`.
local function code(locale)
  local name = (locale or ''):lower():match('^%a+')
  return name ~= 'c' and name ~= 'posix' and name ~= 'auto' and name or nil
end

-- The language, chosen like that of the server: the setting, `--locale` in `cmd`, the environment.
---@return string?
function M.language()
  local config = vim.lsp.config.dockwright or {}
  local option
  local cmd = type(config.cmd) == 'table' and config.cmd or {}
  for index, argument in ipairs(cmd) do
    option = argument:match('^%-%-locale=(.+)') or (argument == '--locale' and cmd[index + 1]) or option
  end
  local environment
  for _, name in ipairs({ 'LC_ALL', 'LC_MESSAGES', 'LANG' }) do
    environment = environment or (vim.env[name] ~= '' and vim.env[name] or nil)
  end
  local setting = vim.tbl_get(config, 'settings', 'dockwright', 'locale')
  return code(type(setting) == 'string' and setting or nil) or code(option) or code(environment)
end

-- A message, with its arguments in place of `%s` and `%d`.
---@param english string
---@return string
function M.text(english, ...)
  local known = M.translations[M.language() or 'en'] or {}
  local text = known[english] or english
  return select('#', ...) > 0 and text:format(...) or text
end

return M

// What the page says, in both languages.
export const WORDS = {
  ko: {
    skip: "본문으로", parts: "페이지 안에서", full: "크게 보기", scenario: "시나리오", newFile: "새 파일", copyFrom: "함께 배포되는 시나리오", fileName: "파일 이름(.toml)",
    create: "만들기", language: "언어", save: "저장", undo: "되돌리기", saveAs: "다른 이름으로", download: "내려받기",
    discard: "저장하지 않은 변경 버리기", views: "보기", form: "양식", options: "대안", toml: "TOML", find: "값 찾기",
    addOption: "대안 더하기", addOptionHint: "기준안과 견줄 다른 결정 하나. 더한 뒤 무엇이 달라지는지 적습니다.",
    optionName: "이름(영문 소문자, 숫자, -)", titleKo: "제목(한국어)", titleEn: "제목(영어)", add: "더하기",
    tomlText: "시나리오의 글(TOML). 양식과 같은 파일입니다.", playTitle: "실행과 답", futures: "모의실험 횟수", noJobs: "작업 빼고(빠름; 실사용은 알 수 없음)",
    play: "실행", cancel: "취소", progress: "진행", runs: "실행 목록", runsHint: "둘 이상 고르면 나란히 견줍니다. 실행은 한 번에 하나씩, 적힌 차례로 돕니다.",
    unsaved: "저장하지 않은 변경 있음", savedNow: "저장됨", restored: "저장하지 않은 변경을 되살렸습니다.",
    errors: "오류 {n}건", warnings: "경고 {n}건", sound: "오류 없음", place: "{line}행 {column}열", inBase: "바탕 파일 {line}행 {column}열",
    fix: "고치는 법", show: "보기", source: "출처", unit: "단위", atLeast: "# 이상", atMost: "# 이하", between: "#부터 #까지", example: "예", usual: "기본값", needed: "필수", drawn: "불확실",
    drawnEntity: "건마다 추첨", drawnReplication: "모의실험마다 추첨", addKey: "값 더하기", key: "키", value: "값", remove: "빼기", choose: "고르세요",
    baseline: "기준안", noOptions: "아직 대안이 없습니다.", changes: "달라지는 값", path: "무엇을(경로)", addChange: "달라지는 값 더하기",
    nothing: "아직 실행하지 않았습니다. ‘실행’을 누르면 4회의 첫 결과가 나오고, 횟수가 늘어날수록 다듬어집니다.",
    queued: "대기", running: "실행 중", done: "끝남", cancelled: "취소됨", failed: "실패", unfinished: "끝나지 않음(프로그램이 먼저 끝남)",
    so: "모의실험 {n}회의 답", soFar: "지금까지 {n}회의 답, {all}회까지 다듬는 중", stoppedAt: "{n}회까지의 답({all}회 가운데)", preview: "표와 다른 도표, 사실을 달리 읽은 결과, 값 훑기는 마지막 단계에 나옵니다.",
    stage: "{n}회까지: {done}/{all} 실행", left: "약 {t} 남음", leftUnknown: "남은 시간 재는 중", then: "그다음 표와 도표까지 {rest}회", second: "{n}초", minute: "{n}분",
    against: "반대 근거: 함께 나빠지는 것", best: "어느 대안이 가장 나은가", readings: "사실을 달리 읽으면", hangs: "무엇에 달려 있는가", compared: "비교한 회차와 기간",
    notes: "읽는 법", charts: "그림", options_: "대안", marks: "▲ 나아짐 ▼ 나빠짐 ↑↓ 높음·낮음 ≈ 뚜렷한 차이 없음",
    number: "번호", what: "시나리오", state: "상태", digest: "다이제스트", files: "가져가기", select: "비교에 고르기",
    page: "보고서", results: "결과 전체(zip)", briefing: "보고 자료 만들기", making: "만드는 중…", made: "만들었습니다.", delete: "지우기", deleteSure: "{id}번 실행과 결과를 지울까요?",
    again: "이 시나리오를 편집기로", compareTitle: "나란히 보기", differs: "다른 입력", same: "입력이 같습니다.", absent: "없음", noRuns: "아직 실행이 없습니다.",
    scenarioDigest: "시나리오", tablesDigest: "결과표", sameResults: "결과표의 다이제스트가 같습니다: 모든 값이 같습니다.", asked: "{n}회", jobsOut: "작업 뺌",
    lost: "프로그램과 연결이 끊겼습니다. 다시 시작했다면 새로 출력된 주소를 여세요.", back: "다시 연결되었습니다.",
    fixFirst: "오류를 고친 뒤 실행할 수 있습니다.", answered: "{n}회의 답이 나왔습니다.", ended: "실행이 끝났습니다.", savedTo: "{name}에 저장했습니다.", leave: "저장하지 않은 변경이 있습니다. 버리고 다른 파일을 열까요?",
    of: "{n}회", inOption: "대안 {name}에서", ready: "양식에서 값을 고치면 바로 확인합니다.", empty: "이 폴더에는 시나리오가 없습니다. ‘새 파일’에서 하나를 만드세요.", waiting: "차례를 기다립니다.", more: "그 밖의 파일",
  },
  en: {
    skip: "To the content", parts: "On this page", full: "Full size", scenario: "Scenario", newFile: "New file", copyFrom: "A scenario that ships with the program", fileName: "File name (.toml)",
    create: "Create", language: "Language", save: "Save", undo: "Undo", saveAs: "Save as", download: "Download",
    discard: "Discard unsaved changes", views: "Views", form: "Form", options: "Options", toml: "TOML", find: "Find a value",
    addOption: "Add an option", addOptionHint: "Another decision to hold against the baseline. Add it, then say what it changes.",
    optionName: "Name (small letters, digits, -)", titleKo: "Title (Korean)", titleEn: "Title (English)", add: "Add",
    tomlText: "The text of the scenario (TOML). It is the same file as the form.", playTitle: "Play and answer", futures: "Futures", noJobs: "Without jobs (faster; use is unknown)",
    play: "Play", cancel: "Cancel", progress: "Progress", runs: "Runs", runsHint: "Choose two or more to see them side by side. One run is played at a time, in the order asked for.",
    unsaved: "Unsaved changes", savedNow: "Saved", restored: "Unsaved changes were restored.",
    errors: "Errors: {n}", warnings: "Warnings: {n}", sound: "No errors", place: "line {line}, column {column}", inBase: "base file, line {line}, column {column}",
    fix: "Fix", show: "Show", source: "Source", unit: "Unit", atLeast: "# or more", atMost: "# or less", between: "from # to #", example: "Example", usual: "Default", needed: "required", drawn: "uncertain",
    drawnEntity: "drawn for each case", drawnReplication: "drawn for each future", addKey: "Add a value", key: "Key", value: "Value", remove: "Remove", choose: "Choose",
    baseline: "Baseline", noOptions: "There is no option yet.", changes: "What it changes", path: "What (path)", addChange: "Add a change",
    nothing: "Nothing has been played yet. Play shows a first answer of 4 futures and refines it as more come in.",
    queued: "waiting", running: "playing", done: "done", cancelled: "cancelled", failed: "failed", unfinished: "unfinished (the program ended first)",
    so: "Answer of {n} futures", soFar: "Answer of {n} futures so far, refining up to {all}", stoppedAt: "Answer of {n} futures (of {all} asked for)", preview: "Tables, the other charts, readings of the facts and sweeps come with the last stage.",
    stage: "Up to {n} futures: {done} of {all} runs", left: "about {t} left", leftUnknown: "measuring the time left", then: "then {rest} futures with tables and charts", second: "{n} s", minute: "{n} min",
    against: "What speaks against it: what gets worse", best: "Which option is best", readings: "If the facts are read otherwise", hangs: "What it hangs on", compared: "Rounds and days compared",
    notes: "How to read this", charts: "Charts", options_: "Option", marks: "▲ better ▼ worse ↑↓ higher, lower ≈ no clear difference",
    number: "No.", what: "Scenario", state: "State", digest: "Digests", files: "To take away", select: "Choose for comparison",
    page: "Report", results: "All results (zip)", briefing: "Make briefing files", making: "Making…", made: "Made.", delete: "Delete", deleteSure: "Delete run {id} and its results?",
    again: "Open this scenario in the editor", compareTitle: "Side by side", differs: "Inputs that differ", same: "The inputs are the same.", absent: "none", noRuns: "There is no run yet.",
    scenarioDigest: "scenario", tablesDigest: "tables", sameResults: "The digests of the tables are equal: so are all values.", asked: "{n} futures", jobsOut: "without jobs",
    lost: "The connection to the program is lost. If it was started again, open the address that it has printed.", back: "Connected again.",
    fixFirst: "Mend the errors before you play it.", answered: "The answer of {n} futures is here.", ended: "The run is over.", savedTo: "Saved to {name}.", leave: "There are unsaved changes. Discard them and open the other file?",
    of: "{n} futures", inOption: "in option {name}", ready: "A value that you change in the form is checked at once.", empty: "There is no scenario in this folder: create one under New file.", waiting: "It waits for its turn.", more: "Other files",
  },
};

// Parts of a value: of a distribution, of a text in two languages.
export const PARTS = {
  ko: { ko: "한국어", en: "영어", low: "최소", mode: "최빈", high: "최대", mean: "평균", median: "중앙값", p90: "90백분위", triangular: "삼각분포", uniform: "균등분포", exponential: "지수분포", lognormal: "로그정규분포", gamma: "감마분포", choice: "선택" },
  en: { ko: "Korean", en: "English", mode: "most likely" },
};

// What is taken where nothing is written, and examples: the table of keys has them in English; a word that can be written stays.
const KOREAN = {
  "all": "전체", "always": "언제나", "never": "never(없음)", "none": "없음", "none, with a warning": "없음(경고)", "no limit": "한도 없음", "for ever": "계속", "once": "한 번",
  "its name": "그 이름", "the other language": "다른 언어의 글", "the site": "센터 전체", "the baseline": "기준안", "the whole range": "기간 전체", "the programme's": "사업의 값",
  "the rule's": "규칙의 값", "the rule's, else 0": "규칙의 값, 없으면 0", "the rule's, else 1": "규칙의 값, 없으면 1", "the rule's, else none": "규칙의 값, 없으면 없음",
  "the value of reapply": "reapply의 값", "the same rate at any time": "언제나 같음", "the calendar's clock": "달력의 시각", "inferred from observed": "observed에서 추정",
  "interrupted jobs start from zero": "중단된 작업은 처음부터", "servers never fail": "고장 없음", "not said": "적지 않음", "no grid": "격자 없음", "no target": "목표 없음",
  "no present values": "현재가치 없음", "no electricity is counted": "전기료를 세지 않음", "free of charge": "무료", "nobody moves": "옮기지 않음", "nobody is in any": "아무도 속하지 않음",
  "to all": "모두에게", "every programme of the pool": "묶음의 모든 사업", "from its first day to its end": "첫날부터 끝까지", "day of the first submission": "첫 제출일",
  "day after the last submission": "마지막 제출 다음 날", "demand does not look at odds": "수요는 가능성을 보지 않음", "units of any servers together": "어느 서버의 카드든 함께",
  "until spent": "다 쓸 때까지", "what the log says": "로그가 말하는 대로", "whatever it costs": "드는 대로", "start-within, at most 1 month": "start-within, 많아도 1개월",
  "1 / observed competition": "1 / 관측한 경쟁률", "1 in every hour": "시간마다 1", "1 in every month": "달마다 1",
  "ordered + typical lead-time; in an alternative, those of the baseline": "ordered + 전형적인 lead-time. 대안에서는 기준안의 값", "text": "글",
};
/** A text of the table of keys in a language. */
export function inKeys(text, lang) {
  if (lang === "en") return text;
  const named = /^name of a ([\w-]+)$/.exec(text);
  return named ? `${named[1]}의 이름` : KOREAN[text] ?? text.replace(/ or /g, " 또는 ");
}

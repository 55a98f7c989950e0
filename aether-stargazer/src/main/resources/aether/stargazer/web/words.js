// Every word of the page, in both languages. Ids and texts of the bus are never looked up here.
const EN = {
  sky: 'Sky', conversations: 'Conversations', telescope: 'Telescope', extinctions: 'Extinctions',
  views: 'Views', skip: 'Skip to the view', jump: 'Jump to…', jumpHint: 'Find a Body, a conversation or a text',
  live: 'Live', connecting: 'Connecting', away: 'Bus away', lost: 'Server lost', replay: 'Replay',
  awayLong: 'The bus does not answer. What you see is what was read before; it heals by itself.',
  lostLong: 'Stargazer does not answer. The page keeps what it has and tries again.',
  theme: 'Light or dark', language: '繁體中文', help: 'Keys', map: 'Map', table: 'Table',
  online: 'online', thinking: 'thinking', offline: 'offline', suspended: 'suspended', killed: 'killed',
  open: 'open', at_rest: 'at rest', waiting: 'waiting', paused: 'paused', ended: 'ended',
  body: 'Body', state: 'State', activity: 'Activity', perMinute: 'Per minute', costToday: 'Cost today',
  turnsToday: 'Turns today', last: 'Last seen', sent: 'Sent', received: 'Received', limit: 'Limit',
  description: 'Says of itself', lastStop: 'Last extinction', close: 'Close', subjects: 'Subjects',
  unregistered: 'not registered', messages: 'Messages', turns: 'Turns', cost: 'Cost', took: 'Span',
  anyBody: 'Every Body', anyState: 'Every state', anyReason: 'Every reason', anyTime: 'Any time', last10min: 'Last 10 minutes', lastHour: 'Last hour', lastDay: 'Last 24 hours', filter: 'Filter by text',
  noConversations: 'No conversation yet', noConversationsLong: 'As soon as one Body writes to another, it stands here.',
  noMatch: 'Nothing matches', noMatchLong: 'Loosen a filter, or clear them all.', clear: 'Clear filters',
  choose: 'Choose a conversation', chooseLong: 'Its hops, its turns and what they cost appear here.',
  senderVerified: 'sender verified', senderUnverified: 'sender not verified',
  bad_signature: 'It is not signed by who it says it is from.', unsigned: 'It is not signed, and the Body requires that.',
  unknown_key: 'It is signed with a key that nobody knows.', not_allowed: 'The constellation does not let the two talk.',
  hop: 'hop', queued: 'queued', waits: 'in its inbox', turn: 'turn', answers: 'answers', tokens: 'tokens', inOut: 'in / out',
  copyLink: 'Copy link', copied: 'Copied', asJsonl: 'JSONL', asMarkdown: 'Markdown', export: 'Export',
  running: 'running', noTurns: 'No turn runs', noTurnsLong: 'When a Body begins to think, its steps appear here while it does.',
  justEnded: 'Ended lately', stick: 'Follow the newest line', elapsed: 'elapsed', spent: 'conversation so far', idle: 'quiet for', tools: 'Tools',
  noExtinctions: 'Nothing was stopped', noExtinctionsLong: 'Every message so far has travelled as it should.',
  reasons: 'Reasons', all: 'All', rule: 'Rule', measured: 'Measured', when: 'When', route: 'Route', conversation: 'Conversation',
  nothingYet: 'The sky is empty', nothingYetLong: 'No Body is registered and no record is in the mirror. Try: aether demo',
  loading: 'Reading the mirror…', failed: 'This could not be read', again: 'Try again', more: 'Show more',
  play: 'Play', pause: 'Pause', speed: 'Speed', time: 'Time', goLive: 'Go live', history: 'Activity over the retained history',
  missed: 'Some events were too many to send; the page has read everything again.',
  unknownRecord: 'A record nobody here can read', actor: 'by', context: 'Context', wave: 'everybody',
  summary: 'Done', of: 'of', from: 'from', legend: 'Legend', comet: 'comet', envelope: 'Envelope', intent: 'Intent', edge: 'Between', events: 'events',
  loadMore: 'Load more', keys: 'Keys', recent: 'Latest conversations', gone: 'its record has left the mirror',
  presenceNote: 'In replay, brightness is activity; presence is not recorded.', total: 'total',
  keyPalette: 'jump to anything', keyViews: 'choose a view', keyFilter: 'filter', keyPlay: 'play or pause the replay', keyEsc: 'close, step back', keyHelp: 'this list',
  horizon: 'It had travelled as far as it may.', rate: 'Too many messages of this conversation in one minute.',
  operator_kill: 'A human ended it.', dedup: 'It had been settled before.', malformed_output: 'The agent gave no readable answer, twice.',
  ack_suppressed: 'The reply said nothing; it was kept back.', invalid_recipient: 'The reply was for nobody on this bus.',
  wave_reply_forbidden: 'A reply may not go to everybody.', recipient_offline: 'The recipient is offline; the reply waits in its inbox.',
  undecodable: 'It could not be read.', turn_failed: 'The turn failed every time it was tried.', budget: 'A ceiling on spending was reached; it waits.',
  loop: 'Two Bodies told each other the same again and again.', reply_blocked: 'The reply held what must not leave its host.', undeliverable: 'The inbox of its recipient takes nothing.',
  expired: 'It was older than the Body accepts.', ends: 'stopped', goesOn: 'goes on later', results: 'results', noHits: 'Nothing found',
  reply: 'reply', settledHere: 'Everything is done and nothing was stopped.',
};
const ZH = {
  sky: '星圖', conversations: '對話', telescope: '望遠鏡', extinctions: '熄滅紀錄',
  views: '檢視', skip: '跳到主要內容', jump: '跳至…', jumpHint: '尋找 Body、對話或文字',
  live: '即時', connecting: '連線中', away: '匯流排離線', lost: '伺服器離線', replay: '重播',
  awayLong: '匯流排沒有回應。畫面是先前讀到的內容，恢復後會自動更新。',
  lostLong: 'Stargazer 沒有回應。頁面保留現有內容並持續重試。',
  theme: '深色／淺色', language: 'English', help: '快捷鍵', map: '星圖', table: '表格',
  online: '在線', thinking: '思考中', offline: '離線', suspended: '暫停服務', killed: '已終止',
  open: '待處理', at_rest: '已完成', waiting: '等待中', paused: '已暫停', ended: '已結束',
  body: 'Body', state: '狀態', activity: '活動', perMinute: '每分鐘', costToday: '今日費用',
  turnsToday: '今日回合', last: '最近出現', sent: '送出', received: '收到', limit: '上限',
  description: '自述', lastStop: '最近熄滅', close: '關閉', subjects: '主題',
  unregistered: '未註冊', messages: '訊息', turns: '回合', cost: '費用', took: '歷時',
  anyBody: '所有 Body', anyState: '所有狀態', anyReason: '所有原因', anyTime: '任何時間', last10min: '最近 10 分鐘', lastHour: '最近一小時', lastDay: '最近 24 小時', filter: '以文字篩選',
  noConversations: '尚無對話', noConversationsLong: '任何 Body 互相傳訊後，就會出現在這裡。',
  noMatch: '沒有符合的結果', noMatchLong: '放寬或清除篩選條件。', clear: '清除篩選',
  choose: '請選擇一段對話', chooseLong: '這裡會顯示它的每一跳、每個回合與費用。',
  senderVerified: '寄件者已驗證', senderUnverified: '寄件者未驗證',
  bad_signature: '簽章與自稱的寄件者不符。', unsigned: '沒有簽章，而這個 Body 要求簽章。',
  unknown_key: '以未知的金鑰簽章。', not_allowed: 'Constellation 不允許兩者交談。',
  hop: '跳數', queued: '排隊', waits: '收件匣', turn: '回合', answers: '回覆', tokens: '權杖', inOut: '輸入／輸出',
  copyLink: '複製連結', copied: '已複製', asJsonl: 'JSONL', asMarkdown: 'Markdown', export: '匯出',
  running: '進行中', noTurns: '目前沒有回合', noTurnsLong: '當某個 Body 開始思考，步驟會即時出現在這裡。',
  justEnded: '剛結束', stick: '跟隨最新一行', elapsed: '已耗時', spent: '對話至今', idle: '靜默', tools: '工具',
  noExtinctions: '沒有任何訊息被攔下', noExtinctionsLong: '到目前為止，所有訊息都順利傳遞。',
  reasons: '原因', all: '全部', rule: '規則', measured: '量測', when: '時間', route: '路徑', conversation: '對話',
  nothingYet: '夜空是空的', nothingYetLong: '尚未註冊任何 Body，也沒有紀錄。試試：aether demo',
  loading: '正在讀取…', failed: '無法讀取', again: '重試', more: '顯示更多',
  play: '播放', pause: '暫停', speed: '速度', time: '時間', goLive: '回到即時', history: '保留期間的活動',
  missed: '事件過多，頁面已重新讀取全部內容。',
  unknownRecord: '無法解讀的紀錄', actor: '操作者', context: '附帶資料', wave: '全體',
  summary: '完成', of: '／', from: '來自', legend: '圖例', comet: 'Comet', envelope: '信封', intent: '意圖', edge: '往來', events: '事件',
  loadMore: '載入更多', keys: '快捷鍵', recent: '最近的對話', gone: '其紀錄已離開鏡像',
  presenceNote: '重播時，亮度代表活動；在線狀態沒有歷史紀錄。', total: '總計',
  keyPalette: '跳至任何項目', keyViews: '切換檢視', keyFilter: '篩選', keyPlay: '播放或暫停', keyEsc: '關閉、返回', keyHelp: '這份清單',
  horizon: '已達可傳遞的最遠跳數。', rate: '這段對話一分鐘內訊息過多。',
  operator_kill: '由人員終止。', dedup: '先前已處理過。', malformed_output: '代理程式兩次都沒有給出可讀的結果。',
  ack_suppressed: '回覆沒有內容，因此未送出。', invalid_recipient: '回覆的對象不在這個匯流排上。',
  wave_reply_forbidden: '回覆不得傳給全體。', recipient_offline: '收件者離線，回覆在收件匣等待。',
  undecodable: '無法解讀。', turn_failed: '每次嘗試都失敗。', budget: '已達費用上限，訊息等待中。',
  loop: '兩個 Body 反覆說同樣的話。', reply_blocked: '回覆含有不得離開主機的內容。', undeliverable: '收件匣無法接收。',
  expired: '超過 Body 接受的時效。', ends: '已攔下', goesOn: '稍後繼續', results: '筆結果', noHits: '找不到結果',
  reply: '回覆', settledHere: '一切完成，沒有訊息被攔下。',
};
const kept = localStorage.getItem('aether.language');
let language = kept ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

export const say = (key) => (language === 'zh' ? ZH : EN)[key] ?? EN[key] ?? key;
/** The words for something the bus named; its own name when this page has none. */
export const named = (key) => Object.hasOwn(EN, key) ? say(key) : key;
export const tongue = () => (language === 'zh' ? 'zh-Hant' : 'en');
export function otherTongue() {
  language = language === 'zh' ? 'en' : 'zh';
  localStorage.setItem('aether.language', language);
}

export const dollars = (value) => value === undefined || value === null ? '' : '$' + (value !== 0 && value < 0.01 ? value.toFixed(4) : value.toFixed(2));
export const count = (value) => value >= 10000 ? (value / 1000).toFixed(value >= 100000 ? 0 : 1) + 'k' : String(value);
export function span(ms) {
  if (!Number.isFinite(ms)) return '';
  if (ms < 1000) return Math.round(ms) + ' ms';
  if (ms < 60000) return (ms / 1000).toFixed(1) + ' s';
  if (ms < 3600000) return Math.floor(ms / 60000) + ' min ' + String(Math.floor(ms / 1000) % 60).padStart(2, '0') + ' s';
  return Math.floor(ms / 3600000) + ' h ' + String(Math.floor(ms / 60000) % 60).padStart(2, '0') + ' min';
}
const two = (n) => String(n).padStart(2, '0');
export function clock(ms) {
  const d = new Date(ms);
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}
export function day(ms) {
  const d = new Date(ms);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${clock(ms)}`;
}
export function ago(iso, now) {
  if (!iso) return '';
  const s = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  if (s < 60) return s + ' s';
  if (s < 3600) return Math.floor(s / 60) + ' min';
  if (s < 86400) return Math.floor(s / 3600) + ' h';
  return Math.floor(s / 86400) + ' d';
}

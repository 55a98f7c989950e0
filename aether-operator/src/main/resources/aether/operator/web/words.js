// Every word of the page, in both languages. Ids and texts of the bus are never looked up here.
const EN = {
  operator: 'Operator', views: 'Views', language: '繁體中文', theme: 'Light or dark', live: 'Live', connecting: 'Connecting', lost: 'Panel lost',
  lostLong: 'The panel does not answer. The page tries again by itself; nothing you ordered meanwhile was carried out.',
  bodies: 'Bodies', conversations: 'Conversations', approvals: 'Approvals', dead: 'Dead letters', budgets: 'Budgets', send: 'Send', audit: 'Audit',
  doorTitle: 'Show your token', doorWords: 'Whoever shows it may stop and start everything here. Print it with', token: 'Token', enter: 'Enter', leave: 'Leave',
  wrongToken: 'That is not the token.', tooMany: 'Too many wrong tokens. Wait a minute, then try again.', expired: 'Nobody touched this page for a quarter of an hour, so the token was forgotten.', left: 'You have left. The token is forgotten.',
  loading: 'Asking the bus…', waiting: 'waiting', everybody: 'everybody', actions: 'Actions', body: 'Body', state: 'State', queue: 'Queue', of: 'of', runs: 'runs',
  pause: 'Pause', resume: 'Resume', askFirst: 'Ask first', kill: 'Kill', revive: 'Revive', unregister: 'Unregister', terminate: 'Terminate', terminateAll: 'Terminate all',
  approve: 'Approve', deny: 'Deny', retry: 'Retry', drop: 'Drop', grant: 'Grant', cancel: 'Cancel', insist: 'Do it anyway', typeIt: 'To go on, type', more: 'Show more', choose: 'Choose a Body',
  killTitle: 'Kill this Body?', killWords: 'Its running turns end within two seconds, and every message that comes in is extinguished until you revive it.',
  unregisterTitle: 'Unregister this Body?', unregisterWords: 'Nobody can write to it any more. What lies in its inbox stays there.',
  terminateTitle: 'Terminate this conversation?', terminateWords: 'Its running turn ends within two seconds, and no reply leaves it any more. It cannot be taken back.',
  allTitle: 'Terminate every open conversation?', allWords: 'Every running turn ends within two seconds. It cannot be taken back.',
  dropTitle: 'Drop this letter?', dropWords: 'The message is thrown away for good.',
  conversation: 'Conversation', messages: 'Messages', cost: 'Cost', moved: 'Moved', context: 'Context', time: 'Time', actor: 'Who', action: 'Action', aim: 'What',
  noBodies: 'No Body is registered', noBodiesLong: 'As soon as a project registers, it stands here.', noConversations: 'No conversation yet', noConversationsLong: 'As soon as one Body writes to another, it stands here.',
  approvalsLong: 'Replies of Bodies and conversations that ask first. Nobody has seen them yet.', noApprovals: 'Nothing waits for you', noApprovalsLong: 'Set a Body or a conversation to ask first, and its replies wait here.',
  deadLong: 'Messages that could not be processed. Retrying pays again.', noDead: 'No dead letters', noDeadLong: 'Every message so far was processed or stopped by a rule.',
  budgetsLong: 'What the Bodies of this host have used of their ceilings.', noBudgets: 'No books yet', noBudgetsLong: 'A Body has books once it has run on this host.', granted: 'granted', grantUsd: 'US dollars more', grantFor: 'for',
  kind: 'What', comet: 'A comet to one Body', wave: 'A wave to all', solicited: 'A wave that asks for answers', waveLong: 'Everybody is told; nobody answers.', solicitedLong: 'Everybody may answer you, each once.',
  to: 'To', intent: 'Intent', thread: 'Conversation', newThread: 'a new one', hops: 'Hops', text: 'Message', sendNow: 'Send', sentAs: 'Sent in conversation', preview: 'As the agent sees it', previewLong: 'Your message reaches the agent as untrusted data, in this block.',
  answers: 'Answers to you', noAnswers: 'Nobody has written to the operator yet.',
  verify: 'Verify the chain', whole: 'The chain is whole; records:', broken: 'The chain does not fit at', noAudit: 'Nobody has done anything yet', noAuditLong: 'Every action, and every refused one, will stand here.',
  jump: 'Jump to…', jumpHint: 'Find a Body, a conversation or a view', results: 'results', noHits: 'Nothing found', keys: 'Keys', close: 'Close', filter: 'Filter by text', noMatch: 'Nothing matches', noMatchLong: 'Loosen the filter, or empty it.',
  keyPalette: 'jump to anything', keyViews: 'choose a view', keyFilter: 'filter', keyEsc: 'close, step back', keyHelp: 'this list',
};
const ZH = {
  operator: '操作台', views: '檢視', language: 'English', theme: '深色或淺色', live: '即時', connecting: '連線中', lost: '操作台失聯',
  lostLong: '操作台沒有回應。頁面會自行重試；這段時間的指令都沒有執行。',
  bodies: 'Body', conversations: '對話', approvals: '待核准', dead: '死信', budgets: '預算', send: '發送', audit: '稽核',
  doorTitle: '請出示權杖', doorWords: '持有者可以停止或啟動這裡的一切。以下指令會印出它：', token: '權杖', enter: '進入', leave: '離開',
  wrongToken: '權杖不正確。', tooMany: '錯誤次數過多，請等一分鐘再試。', expired: '十五分鐘沒有操作，權杖已遺忘。', left: '您已離開，權杖已遺忘。',
  loading: '正在詢問匯流排…', waiting: '項等待', everybody: '所有 Body', actions: '動作', body: 'Body', state: '狀態', queue: '佇列', of: '／', runs: '次執行',
  pause: '暫停', resume: '繼續', askFirst: '先問我', kill: '終止 Body', revive: '復活', unregister: '取消註冊', terminate: '終止', terminateAll: '全部終止',
  approve: '核准', deny: '拒絕', retry: '重試', drop: '丟棄', grant: '追加', cancel: '取消', insist: '仍要執行', typeIt: '請輸入以下文字以繼續：', more: '顯示更多', choose: '選擇 Body',
  killTitle: '終止這個 Body？', killWords: '執行中的回合會在兩秒內結束；復活之前，送達的訊息都會被熄滅。',
  unregisterTitle: '取消註冊這個 Body？', unregisterWords: '之後沒有人能寫信給它；收件匣中的訊息會保留。',
  terminateTitle: '終止這個對話？', terminateWords: '執行中的回合會在兩秒內結束，不再送出任何回覆。此動作無法復原。',
  allTitle: '終止所有進行中的對話？', allWords: '所有執行中的回合會在兩秒內結束。此動作無法復原。',
  dropTitle: '丟棄這封死信？', dropWords: '訊息將永久丟棄。',
  conversation: '對話', messages: '訊息', cost: '費用', moved: '最後動靜', context: '附帶資料', time: '時間', actor: '誰', action: '動作', aim: '對象',
  noBodies: '尚無 Body 註冊', noBodiesLong: '專案註冊後就會出現在這裡。', noConversations: '尚無對話', noConversationsLong: 'Body 之間一有訊息就會出現在這裡。',
  approvalsLong: '設為「先問我」的 Body 或對話所寫的回覆，目前還沒有人看到。', noApprovals: '沒有等待核准的回覆', noApprovalsLong: '把 Body 或對話設為「先問我」，回覆就會在此等候。',
  deadLong: '無法處理的訊息。重試會再次產生費用。', noDead: '沒有死信', noDeadLong: '到目前為止，訊息都已處理或依規則停止。',
  budgetsLong: '本機 Body 已用掉的上限。', noBudgets: '尚無帳目', noBudgetsLong: 'Body 在本機執行過後才有帳目。', granted: '已追加', grantUsd: '追加美元', grantFor: '期限',
  kind: '類型', comet: '給單一 Body 的 Comet', wave: '給所有 Body 的 Wave', solicited: '徵求回覆的 Wave', waveLong: '告知所有 Body，不會有人回覆。', solicitedLong: '每個 Body 可以各回覆您一次。',
  to: '收件者', intent: '意圖', thread: '對話', newThread: '新的對話', hops: '跳數', text: '訊息', sendNow: '送出', sentAs: '已送出，對話', preview: '代理程式看到的樣子', previewLong: '您的訊息會以不受信任資料的形式放在這個區塊中。',
  answers: '給您的回覆', noAnswers: '還沒有人寫信給操作者。',
  verify: '驗證鏈結', whole: '鏈結完整，筆數：', broken: '鏈結不符，位置', noAudit: '尚無任何動作', noAuditLong: '每個動作與被拒絕的嘗試都會留在這裡。',
  jump: '跳至…', jumpHint: '尋找 Body、對話或檢視', results: '筆結果', noHits: '找不到結果', keys: '快捷鍵', close: '關閉', filter: '以文字篩選', noMatch: '沒有符合的結果', noMatchLong: '放寬或清空篩選文字。',
  keyPalette: '跳至任何項目', keyViews: '切換檢視', keyFilter: '篩選', keyEsc: '關閉、返回', keyHelp: '這份清單',
};
const STATES = {
  en: { online: 'online', thinking: 'thinking', offline: 'offline', suspended: 'suspended', killed: 'killed', active: 'active', paused: 'paused', ended: 'ended', daily_usd: 'US dollars in a day', host_daily_usd: 'US dollars in a day, this host', daily_turns: 'Runs in a day', turns_per_minute: 'Runs in a minute', turns_in_minute: 'Runs in a minute' },
  zh: { online: '在線', thinking: '思考中', offline: '離線', suspended: '暫停服務', killed: '已終止', active: '進行中', paused: '已暫停', ended: '已結束', daily_usd: '每日美元', host_daily_usd: '本機每日美元', daily_turns: '每日執行次數', turns_per_minute: '每分鐘執行次數', turns_in_minute: '每分鐘執行次數' },
};
let language = localStorage.getItem('aether.language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
export const tongue = () => language;
export const say = (key) => (language === 'zh' ? ZH : EN)[key] ?? key;
export const named = (word) => STATES[language === 'zh' ? 'zh' : 'en'][word] ?? word;
export function otherTongue() { language = language === 'zh' ? 'en' : 'zh'; localStorage.setItem('aether.language', language); }

const two = (n) => String(n).padStart(2, '0');
export function when(iso) {
  const d = new Date(iso);
  return Number.isNaN(d.getTime()) ? '' : `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

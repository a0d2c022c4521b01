import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

/**
 * A browser is found or installed; when neither works the run fails. It is never skipped. The headless shell is the same
 * Chromium without windows and menus, which nobody sees here and which cost a fifth of the time.
 */
export function chromiumPath(): string {
  const found = [process.env.CHROME_PATH, ...DEBIANS, '/usr/bin/google-chrome', playwrightsOwn()].find(isThere)
  if (found) return found
  install()
  const installed = [...DEBIANS, playwrightsOwn()].find(isThere)
  if (!installed) throw new Error('no Chromium was found and none could be installed; set CHROME_PATH')
  return installed
}

const DEBIANS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser']

const isThere = (path: string | undefined): path is string => path !== undefined && existsSync(path)

function playwrightsOwn(): string | undefined {
  try {
    return chromium.executablePath()
  } catch {
    return undefined
  }
}

function install(): void {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    apt('update')
    // Not every Debian has the shell in a package of its own.
    if (!aptInstalled('chromium-headless-shell')) aptInstalled('chromium')
  } else {
    console.log("installing Playwright's own Chromium …")
    execFileSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'], { stdio: 'inherit' })
  }
}

function aptInstalled(name: string): boolean {
  console.log(`installing the Debian package ${name} …`)
  try {
    apt('install', '-y', '--no-install-recommends', name, 'fonts-noto-cjk')
    return true
  } catch {
    return false
  }
}

const apt = (...args: readonly string[]): unknown =>
  execFileSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })

/**
 * Of several such switches the last one counts, so what Playwright switches off comes first. Then the lists under the address bar:
 * pages in two processes of their own for every window, which nobody sees here and which cost half of opening one.
 */
const DISABLED = [
  ...[
    'AvoidUnnecessaryBeforeUnloadCheckSync',
    'DestroyProfileOnBrowserClose',
    'HttpsUpgrades',
    'HttpsFirstBalancedModeAutoEnable',
  ],
  ...['LensOverlay', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect'],
  ...['TcpPortRandomizationWin', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
]

/** No sandbox: the tests run as root in containers. Nothing may call home. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${DISABLED.join(',')}`,
]

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    args: ARGS,
    // A machine that names no language gives Chromium no way to name files in Chinese.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })

export const WECHAT =
  'Mozilla/5.0 (Linux; Android 14; V2309A Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36 XWEB/1420045 MicroMessenger/8.0.49.2600(0x2800313D) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64'

export interface PhoneWishes {
  readonly width?: number
  readonly script?: boolean
  readonly dark?: boolean
}

/** Every script error on any page of a phone; whoever opens phones holds it to be empty at the end. */
export const scriptErrors: string[] = []

/** A phone inside WeChat. */
export async function openPhone(
  browser: Browser,
  { width = 390, script = true, dark = false }: PhoneWishes = {},
): Promise<BrowserContext> {
  const phone = await browser.newContext({
    viewport: { width, height: 844 },
    userAgent: WECHAT,
    javaScriptEnabled: script,
    colorScheme: dark ? 'dark' : 'light',
    locale: 'zh-CN',
    isMobile: width < 800,
    hasTouch: width < 800,
  })
  phone.on('weberror', one => scriptErrors.push(`${one.page()?.url()}: ${one.error().message}`))
  return phone
}

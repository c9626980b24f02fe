import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/server/snapshot/index.ts'

const HIDDEN = `
password PASSWORD Password passwd pwd userPassword user_password user-password userpassword passwordHash hashedPassword
PGPASSWORD pass_word passphrase privateKeyPassphrase passcode db_pass smtpPass pass secret SECRET clientSecret client_secret
secretKey SECRET_KEY_BASE appsecret token TOKEN accessToken access_token accesstoken refresh-token idToken xToken githubToken
apiKey api_key APIKEY apikey x-api-key X-Api-Key stripeApiKey privateKey private_key accessKey accessKeyId AWS_ACCESS_KEY_ID
aws_secret_access_key signingKey encryptionKey encryption_keys authKey authkey masterKey sshKey OPENAI_KEY auth authorization
Authorization proxy-authorization authHeader cookie cookies Cookie set-cookie setCookie connect.sid session sessionId session_id
sessionid sessions userSession credential credentials awsCredentials creds cardNumber card_number cardnumber creditCard
credit_card card ccNumber cvv CVV2 cardCvc ssn userSsn iban customerIban csrf csrfToken _csrf x-csrf-token xsrfToken jwt JWT_SECRET userJwt bearer
bearerToken otp totp otpCode pin PIN userPin pinCode salt passwordSalt signature x-hub-signature-256 dsn SENTRY_DSN $password
#password __token__ user[password] userpass PHPSESSID socialSecurityNumber social_security ccnum mfaCode recoveryCodes
verification_code token2 Set-Cookie2 authz mnemonic walletMnemonic seedPhrase seed_phrase seedphrase oldpass newPass newpass pw
pwHash user_pw ghPat GITHUB_PAT gitlab-pat githubpat personalPat bankAccountNumber
`
  .trim()
  .split(/\s+/)

const SHOWN = `
id name email user keys key keyboard monkey keyName primaryKey foreign_key PRIMARY_KEY cacheKey publicKey sortKey hotkey turkey
author authors authored authority authentic isAuthenticated tokenizer tokenize tokenCount maxTokens promptTokens total_tokens
tokenType secretary cookieName cookieParser sessionTtl sessionStore pinned pinning spin spinner opinion pinia pino salty
basalt saltire passenger passed bypass compass passing passport cardinal cards cardId discard cardTitle cardboard wildcard
obsession possession dsnify assign design signal signed sign count url path body query params headers value index items price
total order status code message stack cause pan span notify botanic robot pi jwtf i x _ $ 0 ключ dob address ssname errorCode postalCode zipCode countryCode surpass overpass underpass assess sessile accnumber
seed phrase pat patPat pathname accountNumber sig sigint pwa compat newPath
`
  .trim()
  .split(/\s+/)

describe('names', () => {
  const { hidesName } = createRedactor()
  it('has enough of them on both sides', () => {
    expect(HIDDEN.length).toBeGreaterThan(100)
    expect(SHOWN.length).toBeGreaterThan(90)
  })
  it.each(HIDDEN)('hides %s', (name) => {
    expect(hidesName(name)).toBe(true)
  })
  it.each(SHOWN)('shows %s', (name) => {
    expect(hidesName(name)).toBe(false)
  })

  it('does what it is told about names', () => {
    const { hidesName: hides } = createRedactor({
      allow: ['sessionId', 'pin'],
      deny: ['iban', 'date-of-birth', 'password'],
    })
    for (const name of ['sessionId', 'session_id', 'SESSION-ID', 'pin']) expect(hides(name)).toBe(false)
    for (const name of ['session', 'userPin', 'iban', 'userIban', 'IBAN', 'dateOfBirth', 'password']) {
      expect(hides(name)).toBe(true)
    }
    expect(hides('libanon')).toBe(false)
    expect(createRedactor({ allow: ['password'], deny: ['password'] }).hidesName('password')).toBe(true)
  })

  it('is not slowed down or overfilled by names', () => {
    const { hidesName: hides } = createRedactor()
    const start = performance.now()
    for (let index = 0; index < 20_000; index++) hides(`name${index}`)
    hides('aB'.repeat(500_000))
    hides('-'.repeat(500_000))
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

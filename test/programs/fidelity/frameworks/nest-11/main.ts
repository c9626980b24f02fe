import 'reflect-metadata'
import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs'
import { promisify } from 'node:util'
import { Controller, Get, Injectable, Module, Query, Res, UseGuards } from '@nestjs/common'
import type { CanActivate, ExecutionContext, NestMiddleware, MiddlewareConsumer, NestModule } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'

interface Order {
  readonly id: number
  readonly lines: readonly { readonly price: { readonly amount: number } }[]
}

@Injectable()
class Orders {
  readonly rate: number = 2
  readonly bus = new EventEmitter()

  constructor() {
    this.bus.on('placed', (order: Order) => {
      const [first] = order.lines
      Object.assign(order, { total: first!.price })
    })
  }

  price(order: Order): number[] {
    const { rate } = this
    return order.lines.map((line) => line.price.amount * rate)
  }

  async load(id: number): Promise<Order> {
    const order: Order = await Promise.resolve({ id, lines: [] })
    if (order.lines.length === 0) throw new RangeError(`order ${id} is empty`)
    return order
  }

  async checkout(id: number): Promise<Order['lines']> {
    const loaded = await this.load(id)
    return loaded.lines
  }
}

@Injectable()
class Named implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest()
    const user = request.headers['x-user']
    return user.trim() !== ''
  }
}

@Controller()
class Shop {
  constructor(private readonly orders: Orders) {}

  @Get('sync')
  sync() {
    const order = { id: 7, lines: [{ price: undefined }] } as unknown as Order
    return this.orders.price(order)
  }

  @Get('await')
  async later(@Query('id') id: string) {
    const number = Number(id)
    const lines = await this.orders.checkout(number)
    return lines
  }

  @Get('guarded')
  @UseGuards(Named)
  guarded() {
    return 'in'
  }

  @Get('middle')
  middle() {
    return 'through'
  }

  @Get('event')
  event() {
    const order: Order = { id: 9, lines: [] }
    this.orders.bus.emit('placed', order)
    return order
  }

  @Get('callback')
  async callback() {
    const path = '/nowhere/at/all'
    const text = await promisify(readFile)(path, 'utf8')
    return `${path} says ${text}`
  }

  @Get('stream')
  async stream(@Res() response: import('node:http').ServerResponse) {
    const rows = ['one', 'two']
    response.write(`${rows[0]}\n`)
    const streamed = await this.orders.load(rows.length)
    response.end(String(streamed))
  }
}

@Injectable()
class Timed implements NestMiddleware {
  use(request: { originalUrl: string; headers: Record<string, string> }, _response: unknown, next: () => void) {
    const budget = request.headers['x-budget']
    const limit = budget!.split(' ')
    if (limit.length > 0) next()
  }
}

@Module({ controllers: [Shop], providers: [Orders] })
class App implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(Timed).forRoutes('middle')
  }
}

// As Nest's own, without time and process id.
const quiet = {
  log: () => undefined,
  warn: () => undefined,
  error: (message: unknown) => console.error(`failed: ${message instanceof Error ? message.stack!.split('\n')[0] : message}`),
}

async function start() {
  const app = await NestFactory.create(App, { logger: quiet })
  await app.listen(0, '127.0.0.1')
  console.log(`listening ${app.getHttpServer().address().port}`)
}

void start()

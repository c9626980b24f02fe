function total(price, count) {
  var sum = price * count
  arguments[0] = 'changed'
  if (sum > 10) {
    var note = 'hoisted'
    throw new Error(note + ' ' + price)
  }
}

function scoped(settings) {
  var unit = 'cm'
  with (settings) {
    var area = width * height
    throw new RangeError(area + unit)
  }
}

function implicit() {
  leaked = 5
  var own = leaked + 1
  undefinedFunction(own)
}

exports.aliased = function () {
  return total(6, 2)
}
exports.withStatement = function () {
  return scoped({ width: 3, height: 4 })
}
exports.global = function () {
  try {
    return implicit()
  } finally {
    delete globalThis.leaked
  }
}
exports.receiver = function () {
  return (function (label) {
    throw new Error(label + ' ' + (this === globalThis))
  })('sloppy this')
}

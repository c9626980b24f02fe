var await = (x) => 'called with ' + x
console.log(await (1))

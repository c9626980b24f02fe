exports.value = async () => await 1

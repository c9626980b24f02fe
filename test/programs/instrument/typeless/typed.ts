exports.value = async (n: number = 3) => await n

Object.defineProperty(process.versions, 'node', { value: '22.1.0' })

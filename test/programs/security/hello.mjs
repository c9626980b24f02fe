console.log('the app runs')

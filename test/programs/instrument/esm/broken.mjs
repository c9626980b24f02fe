@decorated class A { async m() { await 1 } }

namespace saldo {}

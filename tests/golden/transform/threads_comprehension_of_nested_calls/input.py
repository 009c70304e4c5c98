import time


def ask(host):
    time.sleep(0.001)
    return len(host)


def lookup(host, port=80):
    return ask(host) + port


def table(hosts: list):
    return {host: lookup(host) for host in hosts}


print(table(["a", "bb", "ccc"]))

def spread(*parts):
    if len(parts) < 2:
        return 1
    return spread(*parts[1:]) + spread(*parts[2:])

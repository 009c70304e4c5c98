"""What uses and names say about the kind of a value: tables of votes that shapes.py adds up.

For each kind making.py has a method `_a_<kind>`."""

TEXT = dict(text=4)
NUMBER = dict(int=2.0, real=1.5)
ITERABLE = dict(list=3, tuple=0.8, text=0.8, set=0.5, dict=0.4)

METHODS = {}      # method name -> votes
for names, votes in (
        ("lower upper split strip lstrip rstrip isalpha isdigit isspace isalnum isupper islower "
         "replace encode startswith endswith find rfind zfill splitlines title capitalize format join "
         "partition rpartition rsplit ljust rjust center expandtabs translate swapcase casefold "
         "isidentifier isnumeric removeprefix removesuffix", dict(text=5, bytes=0.4)),
        ("decode hex", dict(bytes=5)),
        ("append extend insert sort reverse", dict(list=5)),
        ("remove", dict(list=3, set=1)),
        ("pop", dict(list=3, dict=1.5, set=0.5)),
        ("popleft appendleft", dict(object=3)),
        ("items keys values get setdefault popitem", dict(dict=5)),
        ("update", dict(dict=2.5, set=1.5)),
        ("add union discard issubset intersection difference issuperset", dict(set=5)),
        ("index count", dict(list=2, text=2, tuple=1)),
        ("copy clear", dict(list=1.5, dict=1.5, set=1)),
        ("read readline readlines", dict(text_file=4, byte_file=3)),
        ("seek tell seekable", dict(byte_file=3, text_file=2)),
        ("write writelines flush", dict(text_file=4, byte_file=1)),
        ("bit_length to_bytes", dict(int=5)),
        ("is_integer", dict(real=5)),
        ("year month day weekday isoformat strftime timetuple toordinal utcoffset", dict(date=5)),
        ("reshape astype flatten ravel", dict(array=5)),
        ("nodes edges neighbors predecessors successors adjacency is_directed is_multigraph number_of_nodes "
         "number_of_edges has_edge has_node add_edge add_node add_edges_from add_nodes_from remove_edge remove_node "
         "nbunch_iter degree in_degree out_degree get_edge_data to_undirected subgraph",
         dict(graph=3, object=3)),
        ("iterfind itertext findtext", dict(element=4, object=1)),
        ("__next__ __iter__", ITERABLE)):
    METHODS.update(dict.fromkeys(names.split(), votes))
ATTRIBUTES = {
    **dict.fromkeys("real imag numerator denominator".split(), NUMBER),
    **dict.fromkeys("year month day hour minute second tzinfo".split(), dict(date=5)),
    **dict.fromkeys("shape dtype ndim".split(), dict(array=5)),
    **dict.fromkeys("tag attrib tail".split(), dict(element=3, object=1)),
    **dict.fromkeys("adj _adj _node pred succ _pred _succ".split(), dict(graph=3, object=3)),
}
CALLS = {}        # name of a function the value is passed to -> votes
for names, votes in (
        ("len", dict(list=2, text=2, tuple=0.5, dict=0.7, bytes=0.3)),
        ("sorted enumerate zip map filter list tuple set frozenset iter reversed any all deque Counter "
         "chain accumulate islice cycle tee groupby combinations permutations product starmap "
         "takewhile dropwhile from_iterable next sum min max fsum mean prod", ITERABLE),
        ("heappush heappop heapify heapreplace heappushpop bisect bisect_left bisect_right insort "
         "insort_left shuffle", dict(list=5)),
        ("range chr bin oct hex isqrt factorial comb randrange getrandbits gcd lcm", dict(int=5)),
        ("abs round divmod pow int float", dict(int=3, real=2)),
        ("sqrt log log2 log10 sin cos tan exp floor ceil atan2 hypot radians degrees isnan isinf ldexp "
         "frexp fabs copysign trunc fmod", dict(real=3, int=2)),
        ("ord", dict(text=5)),
        ("open", dict(path=6)),
        ("join basename dirname splitext normpath abspath normcase split isabs exists expanduser "
         "isfile isdir realpath fspath", dict(text=3, path=2)),
        ("match search findall finditer fullmatch sub escape quote unquote urlparse urlsplit loads "
         "unescape StringIO Path Decimal", dict(text=4)),
        ("from_bytes unpack unpack_from b64decode crc32 adler32 BytesIO hexlify memoryview",
         dict(bytes=4)),
        ("callable partial wraps update_wrapper iscoroutinefunction signature getsource",
         dict(callable=3, type=1)),
        ("issubclass", dict(type=5)),
        ("dict", dict(dict=3, list=1)),
        ("bytes bytearray", dict(bytes=3, int=1)),
        ("bool", dict(flag=0.5)),
        ("str repr print", dict(text=0.4, int=0.4)),
        ("hasattr getattr setattr", dict(object=1.5))):
    CALLS.update(dict.fromkeys(names.split(), votes))
CLASSES = {"int": dict(int=4), "str": dict(text=4), "float": dict(real=4), "list": dict(list=4),
           "dict": dict(dict=4), "tuple": dict(tuple=4), "bool": dict(flag=4), "bytes": dict(bytes=4),
           "set": dict(set=4), "frozenset": dict(set=3), "type": dict(type=4), "Mapping": dict(dict=3),
           "Sequence": dict(list=3), "Iterable": dict(list=2), "Number": NUMBER, "Integral": dict(int=3),
           "basestring": dict(text=4), "bytearray": dict(bytes=2), "Callable": dict(callable=3),
           "Graph": dict(graph=4), "DiGraph": dict(graph=4), "Element": dict(element=4), "datetime": dict(date=4), "date": dict(date=4), "ndarray": dict(array=4)}

# Words inside a name and what they suggest, the most telling first; the first two rows that match vote.
NAMES = tuple((frozenset(words.split()), votes) for words, votes in (
    ("matrix grid board mat table maze image rows", dict(list=2.5)),
    ("text string word message sentence char pattern name expr line source prefix suffix sep "
     "delimiter url uri html markup title label token lang encoding fmt format spec msg str s",
     dict(text=2)),
    ("path filename file_name dirname", dict(text=2, path=1)),
    ("words lines strings tokens args argv parts lst list seq sequence collection items values "
     "arr nums numbers array vector coef records scores ids xs ys iterable iterables elements stack "
     "queue heap rows points pairs intervals edges coords nodes population results sizes", dict(list=2)),
    ("g graph digraph", dict(graph=2, dict=1)),
    ("elem element", dict(element=1, object=1)),
    ("mapping dict lookup counts kwargs kwds options opts params attrs headers env environ config "
     "settings adj", dict(dict=2)),
    ("visited seen allowed banned", dict(set=1.5, list=1)),
    ("func fn callback predicate function key pred handler factory f", dict(callable=1.5)),
    ("fp stream fileobj file input infile", dict(text_file=2, byte_file=1.5)),
    ("buf data payload raw bytestring octets b", dict(bytes=1.5, text=1, list=0.7)),
    ("rate ratio alpha beta eps tol weight price temperature x y z r t prec", dict(real=1.5, int=1.5)),
    ("num int size limit index count step digit width height depth length n k m i j a c p q start stop "
     "end pos offset level max min total lo hi low high year month day number maxlen indent bits base",
     dict(int=2)),
    ("customer user person author owner product city country department category status email phone street "
     "symbol team currency species genre color colour brand language", dict(text=2)),
    ("quantity qty amount salary age score balance cost stock units rating duration speed distance volume mass votes "
     "population_count discount tax", dict(int=2, real=1)),
    ("date dt when", dict(date=2, text=0.5)),
    ("is has use verbose reverse strict allow ignore with include default flag", dict(flag=1.5)),
    ("cls klass type typ", dict(type=1.5)),
    ("obj object node element elem tree root other self", dict(object=1.2)),
))

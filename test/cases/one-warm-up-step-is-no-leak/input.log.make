# The first search loads an index of 150 MB in each worker; nothing grows after that.
repeat 5
  100 GET /home +8
  101 GET /home +8
end
100 GET /search +153600
101 GET /search +153600
repeat 200
  100 GET /home 0
  101 GET /search 0
  100 GET /about 0
  101 GET /home 0
end
repeat 300
  100 GET /search 0
  101 GET /about 0
  100 GET /home 0
end
